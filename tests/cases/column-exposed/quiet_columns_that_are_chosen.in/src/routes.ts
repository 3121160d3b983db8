import { plainToInstance } from 'class-transformer';
import { Router } from 'express';
import { dataSource } from './data-source';
import { UserDto } from './dto';
import { Account, User } from './entities';

const router = Router();
const users = dataSource.getRepository(User);
const accounts = dataSource.getRepository(Account);

router.get('/users', async (req, res) => res.json(await users.find({ select: { id: true, email: true } })));
router.get('/built', async (req, res) => {
  res.json(await users.createQueryBuilder('u').select(['u.id']).getMany());
});
router.get('/dto', async (req, res) => res.json(plainToInstance(UserDto, await users.find())));
router.get('/accounts', async (req, res) => res.json(await accounts.find()));
router.get('/names', async (req, res) => {
  const all = await users.find();
  res.json(all.map((user) => user.email));
});
router.post('/login', async (req, res) => {
  const user = await users.findOneBy({ email: req.body.email });
  if (!user) return res.status(401).json({ error: 'unknown' });
  res.json({ id: user.id });
});

export default router;

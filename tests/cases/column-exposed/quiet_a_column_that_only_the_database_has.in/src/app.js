const { PrismaClient } = require('@prisma/client');
const router = require('express').Router();

const prisma = new PrismaClient();

router.get('/users', async (req, res) => res.json(await prisma.user.findMany()));
router.post('/users', async (req, res) => res.json(await prisma.user.create({ data: req.body })));

module.exports = router;

async function count(knex, prisma, where, name) {
  await prisma.$queryRaw`SELECT count(*) FROM users WHERE nickname = ${name}`;
  await knex.raw(`SELECT nickname FROM users WHERE ${where}`);
}

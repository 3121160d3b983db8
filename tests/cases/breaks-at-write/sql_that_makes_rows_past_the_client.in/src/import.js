const { PrismaClient } = require('@prisma/client');
const prisma = new PrismaClient();

exports.create = (email) => prisma.user.create({ data: { email } });
exports.copy = (email) => prisma.$executeRaw`INSERT INTO users (id, email) VALUES (1, ${email})`;

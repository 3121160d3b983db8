const { PrismaClient } = require('@prisma/client');
const prisma = new PrismaClient();

exports.copy = (email) => prisma.$executeRaw`INSERT INTO users (email, updated_at) VALUES (${email}, now())`;

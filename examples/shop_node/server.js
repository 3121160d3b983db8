const express = require("express");
const Customer = require("./models/customer");

const app = express();

app.get("/customers", async (request, response) => {
  response.json(await Customer.findAll());
});

module.exports = app;

const { createServer } = require("node:http");

createServer((request, response) => response.end(process.env.GREETING ?? "hello")).listen(3000);

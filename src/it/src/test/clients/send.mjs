// send.mjs starttls|tls PORT RECIPIENT: sends as an application with nodemailer does.
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";

const [mode, port, recipient] = process.argv.slice(2);
const transport = nodemailer.createTransport({
  host: "localhost",
  port: Number(port),
  secure: mode === "tls",
  requireTLS: true,
  tls: { ca: readFileSync(process.env.SMTP_CERTIFICATE) },
  auth: { user: process.env.SMTP_USER, pass: process.env.SMTP_PASSWORD },
});
await transport.sendMail({
  from: "hello@demo.test",
  to: recipient,
  subject: process.env.SMTP_SUBJECT,
  text: "Hello.",
  attachments: [{ filename: "attachment.bin", content: readFileSync(process.env.SMTP_ATTACHMENT) }],
});

"""send.py starttls|tls PORT RECIPIENT: sends as an application with Python's own library does."""
import os
import smtplib
import ssl
import sys
from email.message import EmailMessage

mode, port, recipient = sys.argv[1:]
context = ssl.create_default_context(cafile=os.environ["SMTP_CERTIFICATE"])
message = EmailMessage()
message["From"] = "hello@demo.test"
message["To"] = recipient
message["Subject"] = os.environ["SMTP_SUBJECT"]
message.set_content("Hello.")
with open(os.environ["SMTP_ATTACHMENT"], "rb") as attachment:
    message.add_attachment(
        attachment.read(), maintype="application", subtype="octet-stream", filename="attachment.bin")

if mode == "tls":
    client = smtplib.SMTP_SSL("localhost", int(port), context=context)
else:
    client = smtplib.SMTP("localhost", int(port))
    client.starttls(context=context)
with client:
    client.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])
    client.send_message(message)

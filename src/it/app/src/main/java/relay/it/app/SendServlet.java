package relay.it.app;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** {@code POST /send?from=&to=&subject=} sends a message and answers “sent”, or the failure in words. */
@WebServlet("/send")
@SuppressWarnings("BanJNDI") // a constant name in the server's own naming service
public class SendServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        try {
            Session session = (Session) new InitialContext().lookup("java:global/mail/relay");
            Transport.send(message(session, request));
            response.getWriter().write("sent");
        } catch (NamingException | MessagingException e) {
            response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
            response.getWriter().write(e.toString());
        }
    }

    private static Message message(Session session, HttpServletRequest request) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(request.getParameter("from")));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(request.getParameter("to")));
        message.setSubject(request.getParameter("subject"), "UTF-8");
        message.setText("Sent by an application on the same server.", "UTF-8");
        return message;
    }
}

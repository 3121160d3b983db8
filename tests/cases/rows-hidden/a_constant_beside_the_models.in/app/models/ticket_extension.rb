Ticket.include OpenOnly

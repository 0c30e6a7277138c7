"""Twisted's servers, for our clients: python3 twisted_servers.py KIND

Says where it listens, and serves until it is killed.
"""

import sys

from twisted.internet import interfaces, protocol, reactor
from twisted.protocols import basic, wire
from zope.interface import implementer


class Hello(protocol.Protocol):
    """Greets, and closes when it has been greeted back."""

    def connectionMade(self):
        self.transport.write(b"Hello from Twisted!\r\n")

    def dataReceived(self, data):
        self.transport.loseConnection()


class Shouter(basic.LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line.upper())


class Mirror:
    def stringReceived(self, string):
        self.sendString(string)


class Int8(Mirror, basic.Int8StringReceiver):
    pass


class Int16(Mirror, basic.Int16StringReceiver):
    pass


class Int32(Mirror, basic.Int32StringReceiver):
    pass


class Netstring(Mirror, basic.NetstringReceiver):
    pass


@implementer(interfaces.IHalfCloseableProtocol)
class Sorter(protocol.Protocol):
    """Answers when the client has half-closed."""

    def connectionMade(self):
        self.text = b""

    def dataReceived(self, data):
        self.text += data

    def readConnectionLost(self):
        lines = self.text.splitlines(keepends=True)
        self.transport.writeSequence(sorted(lines))
        self.transport.loseConnection()

    def writeConnectionLost(self):
        pass


class Datagrams(protocol.DatagramProtocol):
    def datagramReceived(self, datagram, address):
        self.transport.write(datagram, address)


STREAMS = {
    "echo": wire.Echo,
    "qotd": wire.QOTD,
    "hello": Hello,
    "lines": Shouter,
    "int8": Int8,
    "int16": Int16,
    "int32": Int32,
    "netstring": Netstring,
    "sorter": Sorter,
}


def main(kind):
    if kind == "datagrams":
        port = reactor.listenUDP(0, Datagrams(), interface="127.0.0.1")
    else:
        factory = protocol.Factory.forProtocol(STREAMS[kind])
        port = reactor.listenTCP(0, factory, interface="127.0.0.1")
    print(f"listening on 127.0.0.1:{port.getHost().port}", flush=True)
    reactor.run()


main(sys.argv[1])

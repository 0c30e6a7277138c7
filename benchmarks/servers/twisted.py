"""Twisted, on its epoll reactor."""
import sys

from twisted.internet import epollreactor
epollreactor.install()

from twisted.internet import protocol, reactor
from twisted.protocols.basic import LineReceiver


class Echo(protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data)


class EchoLines(LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line)


class EchoDatagrams(protocol.DatagramProtocol):
    def datagramReceived(self, datagram, address):
        self.transport.write(datagram, address)


service = sys.argv[1]
if service == "datagrams":
    port = reactor.listenUDP(0, EchoDatagrams(), "127.0.0.1", 65536)
else:
    echo = {"echo": Echo, "lines": EchoLines}[service]
    port = reactor.listenTCP(0, protocol.Factory.forProtocol(echo), 4096,
                             "127.0.0.1")
print("127.0.0.1:%d" % port.getHost().port, flush=True)
reactor.run()

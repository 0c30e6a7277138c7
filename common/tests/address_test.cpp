#include "untwist/address.hpp"

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <stdexcept>

using untwist::Address;

TEST_SUITE("address") {
    TEST_CASE("an IPv4 address keeps its host and port") {
        const Address address("127.0.0.1", 8000);
        CHECK(address.family() == Address::Family::ipv4);
        CHECK(address.host() == "127.0.0.1");
        CHECK(address.port() == 8000);
        CHECK(address.toString() == "127.0.0.1:8000");
        CHECK(address.ip()[0] == 127);
        CHECK(address.ip()[3] == 1);
    }

    TEST_CASE("an IPv6 address is written in brackets before its port") {
        const Address address("::1", 80);
        CHECK(address.family() == Address::Family::ipv6);
        CHECK(address.host() == "::1");
        CHECK(address.toString() == "[::1]:80");
        CHECK(address.ip()[15] == 1);
    }

    TEST_CASE("an IPv6 address keeps its scope") {
        const Address address("fe80::1%2", 80);
        CHECK(address.scope() == 2);
        CHECK(address != Address("fe80::1", 80));
    }

    TEST_CASE("a long IPv6 address is written in its short form") {
        CHECK(Address("2001:0DB8:0000:0000:0000:0000:0000:0001", 1).host() ==
              "2001:db8::1");
    }

    TEST_CASE("the bytes of an address make the same address as its text") {
        CHECK(Address(Address::Family::ipv4, {10, 0, 0, 7}, 99) ==
              Address("10.0.0.7", 99));
        const Address six("2001:db8::5", 99);
        CHECK(Address(Address::Family::ipv6, six.ip(), 99) == six);
    }

    TEST_CASE("what is not a numeric address is refused, host names too") {
        for (const auto* text :
             {"localhost", "", "127.0.0", "127.0.0.256", "[::1]", "1::2::3"}) {
            CAPTURE(text);
            CHECK_THROWS_AS(Address(text, 80), std::invalid_argument);
        }
    }

    TEST_CASE("no address is what a transport without a socket has") {
        const Address none;
        CHECK(none.family() == Address::Family::none);
        CHECK(none.host().empty());
        CHECK(none == Address());
        CHECK(none != Address("0.0.0.0", 0));
    }

    TEST_CASE("addresses compare by value and can be kept in a set") {
        CHECK(Address("127.0.0.1", 1) == Address("127.0.0.1", 1));
        CHECK(Address("127.0.0.1", 1) != Address("127.0.0.1", 2));
        CHECK(Address("127.0.0.1", 1) != Address("127.0.0.2", 1));
        CHECK(Address("127.0.0.1", 1) != Address("::ffff:127.0.0.1", 1));
        const std::set<Address> known{Address("::1", 1), Address("::1", 1)};
        CHECK(known.size() == 1);
    }

    TEST_CASE("an address prints itself") {
        std::ostringstream out;
        out << Address("::1", 8000);
        CHECK(out.str() == "[::1]:8000");
    }
}

// Each model, as a server in a process of its own, with many clients at once.
#include "models.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "models/pool.hpp"
#include "support/program.hpp"

using untwist::lab::chooseModels;
using untwist::lab::kPoolThreads;
using untwist::lab::Model;
using untwist::lab::models;
using untwist::lab::reasonOf;
using untwist::support::Client;
using untwist::support::Program;

namespace {

struct Server : Program {
    explicit Server(const std::string& model,
                    const std::string& service = "echo")
        : Program({UNTWIST_COMPARE, "--serve", model, "--service", service,
                   "--wait", "1ms", "--cpu", "50us"}),
          port(readPort()) {}

    const std::uint16_t port;
};

std::vector<Client> crowd(const Server& server, std::size_t size) {
    std::vector<Client> clients;
    while (clients.size() < size) clients.emplace_back(server.port);
    return clients;
}

std::string name(std::size_t client) {
    return "client " + std::to_string(client) + "\r\n";
}

}  // namespace

TEST_CASE("every model but blocking serves fifty clients at once") {
    constexpr std::size_t kClients = 50;
    for (const std::string service : {"echo", "wait", "cpu"}) {
        for (const Model& model : models()) {
            if (model.name == "blocking") continue;
            CAPTURE(model.name);
            CAPTURE(service);
            const Server server(model.name, service);
            auto clients = crowd(server, kClients);
            for (std::size_t i = 0; i < kClients; ++i) {
                clients[i].send(name(i).substr(0, 3));
            }
            for (std::size_t i = kClients; i-- > 0;) {
                clients[i].send(name(i).substr(3));
            }
            for (std::size_t i = 0; i < kClients; ++i) {
                CHECK(clients[i].receive(name(i).size()) == name(i));
            }
        }
    }
}

TEST_CASE("lines that come together go back one by one, in order") {
    for (const Model& model : models()) {
        CAPTURE(model.name);
        const Server server(model.name, "wait");
        Client client(server.port);
        client.send("one\r\ntwo\r\n\r\nfour\r\n");
        CHECK(client.receive(18) == "one\r\ntwo\r\n\r\nfour\r\n");
    }
}

TEST_CASE("clients that come and go leave every model serving") {
    for (const Model& model : models()) {
        CAPTURE(model.name);
        const Server server(model.name, "wait");
        for (int i = 0; i < 10; ++i) {
            Client leaves(server.port);
            leaves.send("half a line");
            Client resets(server.port);
            leaves.close();
            resets.send("never read\r\n");
            resets.reset();
        }
        Client stays(server.port);
        stays.send("still there?\r\n");
        CHECK(stays.receive(14) == "still there?\r\n");
    }
}

TEST_CASE("blocking serves the second client when the first has left") {
    const Server server("blocking");
    Client first(server.port);
    Client second(server.port);
    second.send("second\r\n");
    first.send("first\r\n");
    CHECK(first.receive(7) == "first\r\n");
    CHECK_FALSE(second.hasBytes());
    first.close();
    CHECK(second.receive(8) == "second\r\n");
}

TEST_CASE("the pool serves one client more when one of its own has left") {
    const Server server("pool");
    auto clients = crowd(server, kPoolThreads);
    for (auto& client : clients) client.send("hello\r\n");
    for (auto& client : clients) CHECK(client.receive(7) == "hello\r\n");
    Client late(server.port);
    late.send("late\r\n");
    clients.front().send("again\r\n");
    CHECK(clients.front().receive(7) == "again\r\n");
    CHECK_FALSE(late.hasBytes());
    clients.front().close();
    CHECK(late.receive(6) == "late\r\n");
}

TEST_CASE("Ctrl-C and SIGTERM end every model's server, with 0") {
    for (const Model& model : models()) {
        for (const int signal : {SIGINT, SIGTERM}) {
            CAPTURE(model.name);
            CAPTURE(signal);
            Server server(model.name);
            Client client(server.port);
            client.send("hello\r\n");
            CHECK(client.receive(7) == "hello\r\n");
            server.signal(signal);
            CHECK(server.wait() == 0);
            CHECK(server.errors() == "");
        }
    }
}

TEST_CASE("what a server ran out of is said in plain words") {
    const auto system = [](int error) {
        return std::system_error(error, std::generic_category());
    };
    CHECK(reasonOf(system(EMFILE)) == "out of descriptors");
    CHECK(reasonOf(system(EAGAIN)) == "out of threads");
    CHECK(reasonOf(std::bad_alloc()) == "out of memory");
    CHECK(reasonOf(std::runtime_error("odd")) == "odd");
}

TEST_CASE("models are chosen by name, in the order that is asked for") {
    const auto chosen = chooseModels("--models", "reactor,blocking");
    REQUIRE(chosen.size() == 2);
    CHECK(chosen.at(0).name == "reactor");
    CHECK(chosen.at(1).name == "blocking");
    CHECK_THROWS_AS(chooseModels("--models", "reactor,actor"),
                    std::invalid_argument);
}

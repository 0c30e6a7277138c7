// What clients of streams and of datagrams share: a run's course.
#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>

#include <string>
#include <utility>
#include <vector>

#include "load/load.hpp"

namespace untwist::load {

using Clock = std::chrono::steady_clock;

// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

  private:
    int number_;
};

struct Client {
    Descriptor socket;
    std::size_t unsent = 0;  // of this go's bytes
    std::size_t awaited = 0;
    bool busy = false;       // a go is on its way
    bool wantsRoom = false;  // the socket was full: epoll tells when not
    bool served = false;     // in this window
    bool told = false;       // of a go that began in it
    Clock::time_point began;
};

class Clients : public Load {
  public:
    Connected connect() override;
    Result run(Window window) override;

  protected:
    Clients(const Pattern& pattern, const sockaddr_in& server);

    // A connected socket that does not block. Throws std::system_error.
    virtual Descriptor open() = 0;
    virtual void begin(Client& client) = 0;
    virtual void ready(Client& client, std::uint32_t events) = 0;
    virtual void overdue(Client& client) = 0;  // no reply for kResendAfter

    void watch(Client& client, int operation, std::uint32_t events);
    void done(Client& client);  // its go is answered: on to the next
    void failed(Client& client, const std::string& error);
    void countLost() { ++result_.unanswered; }

    const Pattern pattern_;
    const sockaddr_in server_;
    const std::string request_;  // one go's bytes

  private:
    void next(Client& client);
    void tell(Client& client);
    void leaveOff();
    void waitForTheRest();
    void poll(Clock::time_point until);
    void sweep();

    Descriptor epoll_;
    std::vector<Client> clients_;
    std::vector<epoll_event> events_;
    Result result_;
    std::uint64_t left_ = 0;  // how many requests may still be sent
    int onTheirWay_ = 0;      // clients that are busy
    bool open_ = false;       // the window
    Clock::time_point began_;
    Clock::time_point lastSweep_;
};

}  // namespace untwist::load

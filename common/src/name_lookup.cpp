#include "name_lookup.hpp"

#include <asio/post.hpp>
#include <utility>

namespace untwist {

void NameLookup::start(std::string host, std::uint16_t port, Done done) {
    asio::post(thread_, [this, host = std::move(host), port,
                         done = std::move(done)]() mutable {
        asio::ip::basic_resolver<Tcp, asio::thread_pool::executor_type>
            resolver(thread_);
        asio::error_code error;
        auto found = resolver.resolve(host, std::to_string(port), error);
        asio::post(
            io_, [done = std::move(done), error,
                  found = std::move(found)]() mutable { done(error, found); });
        poller_.wake();
    });
}

}  // namespace untwist

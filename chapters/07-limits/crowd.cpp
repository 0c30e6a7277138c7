// Chapter 7: a crowd of clients, to see what a server does with them. They come
// one after the other, say hello, and stay.
//
//   ./untwist run 7/crowd --clients 101            a hundred and one
//   ./untwist run 7/crowd --clients 3 --drip 1s    slow ones: a byte a second,
//                                                  and never the end of a line
#include <memory>

#include "crowd.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;

int main(int argc, char** argv) {
    Plan plan;
    Options own("Chapter 7: a crowd of clients");
    own.add("--clients", &plan.clients, "how many come", 1, 10'000);
    own.add("--drip", &plan.drip, "then each sends a byte this often", 0s,
            3600s);
    own.add("--from", &plan.from, "the address that they come from");
    std::shared_ptr<Crowd> crowd;
    const int code =
        chapter(argc, argv, own, [&](Reactor& reactor, const Options& options) {
            plan.host = options.host();
            plan.port = options.port(8000);
            crowd = std::make_shared<Crowd>(reactor, plan);
            crowd->next();
        });
    return crowd && crowd->failed() ? 1 : code;
}

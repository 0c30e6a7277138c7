// Chapter 10: a Deferred without a network. Who fires it and who waits for it
// are a few lines apart here.
//
//   ./untwist run 10/by-hand
#include <string>

#include "support/standalone.hpp"
#include "untwist/deferred.hpp"

using untwist::Deferred;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::standalone;
namespace error = untwist::error;

int main(int argc, char** argv) {
    return standalone(argc, argv, [](const Options&) {
        // #region by-hand
        Deferred<int> answer;
        answer.addCallback([](int n) {
            say("the first callback gets " + std::to_string(n));
            return n + 1;
        });
        answer.addCallback([](int n) {
            say("the second callback gets " + std::to_string(n));
            return n * 10;
        });
        say("two callbacks wait");
        answer.callback(3);

        say("it has fired; here is one more callback");
        answer.addCallback([](int n) {
            say("the third callback gets " + std::to_string(n));
            return n;
        });

        try {
            answer.callback(4);
        } catch (const error::AlreadyCalledError& error) {
            say(error.what());
        }
        // #endregion
    });
}

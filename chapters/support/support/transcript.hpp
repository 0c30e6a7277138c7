// For tests: what a program printed, kept beside its chapter and quoted in the
// chapter's text.
#pragma once

#include <cstdint>
#include <string>

namespace untwist::support {

// The text with every ":port" and " port" turned into the `standard` one, for
// a test runs on a port that the system picked.
std::string withPort(std::string text, std::uint16_t port,
                     std::uint16_t standard = 8000);

// What the file holds. With UNTWIST_UPDATE_TRANSCRIPTS=1 in the environment,
// the file is first written anew: `printed` is what it holds then.
//
//     CHECK(printed == transcript(UNTWIST_CHAPTER_DIR "/x.txt", printed));
std::string transcript(const std::string& path, const std::string& printed);

}  // namespace untwist::support

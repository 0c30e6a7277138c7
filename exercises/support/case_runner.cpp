// doctest is compiled here, once for all checks. Its own signal handlers would
// hide the sanitizers' reports.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_NO_POSIX_SIGNALS
#include "case_runner.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "sanitizers.hpp"

namespace untwist::check {

namespace {

CasePage* currentPage = nullptr;
std::vector<std::string>* namesFound = nullptr;

// doctest shows a string as it is; line ends and the like would not be seen.
std::string visible(const char* text) {
    std::string result;
    for (const char c : std::string_view(text)) {
        const bool plain = (c >= ' ' && c <= '~') || (c & 0x80) != 0;
        result += plain ? std::string(1, c) : escaped({&c, 1});
    }
    return result;
}

std::string fileName(const char* path) {
    const std::string_view view(path);
    return std::string(view.substr(view.rfind('/') + 1));
}

std::string contexts() {
    std::string text;
    const int count = doctest::IReporter::get_num_active_contexts();
    const auto* const* scopes = doctest::IReporter::get_active_contexts();
    for (int i = 0; i < count; ++i) {
        std::ostringstream out;
        scopes[i]->stringify(&out);
        text += "\n" + out.str();
    }
    return text;
}

// Writes to currentPage what fails.
class CaseReporter : public doctest::IReporter {
  public:
    explicit CaseReporter(const doctest::ContextOptions&) {}

    void report_query(const doctest::QueryData& query) override {
        if (!namesFound) return;
        for (unsigned i = 0; i < query.num_data; ++i) {
            namesFound->emplace_back(query.data[i]->m_name);
        }
    }

    void log_assert(const doctest::AssertData& data) override {
        if (!data.m_failed) return;
        auto text = std::string(doctest::assertString(data.m_at)) + "( " +
                    data.m_expr + " )";
        if (data.m_threw) {
            text += "\nthrew     " + visible(data.m_exception.c_str());
        } else if (data.m_decomp.size() > 0) {
            text += "\nwhich is  " + visible(data.m_decomp.c_str());
        }
        fail(text + contexts() + "\nat " + fileName(data.m_file) + ":" +
             std::to_string(data.m_line));
    }

    void log_message(const doctest::MessageData& data) override {
        if ((data.m_severity & doctest::assertType::is_warn) != 0) return;
        fail(std::string(data.m_string.c_str()) + "\nat " +
             fileName(data.m_file) + ":" + std::to_string(data.m_line));
    }

    // doctest calls this while it handles the exception.
    void test_case_exception(
        const doctest::TestCaseException& thrown) override {
        try {
            throw;
        } catch (const testing::StoryFailure& failure) {
            fail(failure.expectation());
        } catch (...) {
            fail("an exception came out of it: " +
                 visible(thrown.error_string.c_str()) + contexts());
        }
    }

    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_start(const doctest::TestCaseData&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

  private:
    static void fail(const std::string& text) {
        if (!currentPage || currentPage->failures++ > 0) return;
        currentPage->story.closed = true;
        const auto room = currentPage->failure.size() - 1;
        std::copy_n(text.begin(), std::min(text.size(), room),
                    currentPage->failure.begin());
    }
};

REGISTER_REPORTER("check", 1, CaseReporter);

// Some of doctest's options work on a command line alone.
void runDoctest(std::vector<std::string> options) {
    options.insert(options.begin(), {"check", "--reporters=check",
                                     "--order-by=file", "--no-breaks=true"});
    std::vector<const char*> arguments;
    for (const auto& option : options) arguments.push_back(option.c_str());
    doctest::Context(static_cast<int>(arguments.size()), arguments.data())
        .run();
}

}  // namespace

std::vector<std::string> caseNames() {
    std::vector<std::string> names;
    namesFound = &names;
    runDoctest({"--list-test-cases"});
    namesFound = nullptr;
    return names;
}

void runCase(std::size_t index, CasePage& page) {
    currentPage = &page;
    testing::writeStoryTo(page.story);
    const auto place = std::to_string(index + 1);
    const auto before = heapInUse();
    runDoctest({"--first=" + place, "--last=" + place});
    page.finished = true;
    // A look for leaks takes as long as all the rest of a case.
    const bool kept = heapInUse() != before;
    page.leaked = page.failures == 0 && kept && findLeaks();
}

int runDirectly(int argc, const char* const* argv) {
    return doctest::Context(argc, argv).run();
}

}  // namespace untwist::check

// SPDX-License-Identifier: GPL-3.0-or-later
#define PCRE2_CODE_UNIT_WIDTH 8

#include "core/jsonata/regex/regex.h"

#include "core/jsonata/regex/js_pattern.h"
#include "core/jsonata/regex/subject_check.h"

#include <pcre2.h>

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {
namespace {

constexpr std::uint32_t kFirstLimit = 50'000;
constexpr std::uint32_t kLimitGrowth = 16;
constexpr std::uint32_t kHeapKiB = 64 * 1024;
constexpr std::size_t kMaxPattern = 64 * 1024;
constexpr std::uint32_t kInlineGroups = 32;
/// Starting points times remaining bytes that one call may go over: some ten milliseconds at worst.
constexpr std::size_t kWindowWork = 10'000'000;
/// What a further part of a search costs when there is no clock to ask.
constexpr std::uint64_t kWindowSteps = 1000;

struct FreeCode
{
    void operator()(pcre2_code* code) const noexcept { pcre2_code_free(code); }
};

struct FreeMatchData
{
    void operator()(pcre2_match_data* data) const noexcept { pcre2_match_data_free(data); }
};

struct FreeMatchContext
{
    void operator()(pcre2_match_context* context) const noexcept { pcre2_match_context_free(context); }
};

struct FreeCompileContext
{
    void operator()(pcre2_compile_context* context) const noexcept { pcre2_compile_context_free(context); }
};

/// Memory for matching, kept by each thread because making it costs more than a short match.
struct Workspace
{
    std::unique_ptr<pcre2_match_context, FreeMatchContext> context{pcre2_match_context_create(nullptr)};
    std::unique_ptr<pcre2_match_data, FreeMatchData> data{pcre2_match_data_create(kInlineGroups, nullptr)};
    std::string_view checked; ///< The subject that was last found to be valid.
};

Workspace& workspaceOfThisThread()
{
    thread_local Workspace workspace;
    return workspace;
}

bool isLimit(int code) noexcept
{
    return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT || code == PCRE2_ERROR_HEAPLIMIT;
}

std::string pcreMessage(int code)
{
    std::array<PCRE2_UCHAR, 256> buffer{};
    pcre2_get_error_message(code, buffer.data(), buffer.size());
    return reinterpret_cast<const char*>(buffer.data());
}

} // namespace

struct Regex::Compiled
{
    std::string pattern;
    std::unique_ptr<pcre2_code, FreeCode> code;
    std::uint32_t groups = 0;
};

namespace {

/// One search: the steps are doubled up and the starting points cut into windows, so that no single call into
/// PCRE2 takes long.
class Search
{
public:
    Search(const pcre2_code* code, std::string_view subject, Workspace& workspace, pcre2_match_data* data,
           RegexBudget& budget)
        : m_code(code)
        , m_subject(subject)
        , m_context(workspace.context.get())
        , m_data(data)
        , m_budget(budget)
    {}

    /// The number of filled pairs, PCRE2_ERROR_NOMATCH, or a limit.
    int run(std::size_t from)
    {
        for (;;) {
            const std::size_t window = std::max<std::size_t>(kWindowWork / (m_subject.size() - from + 1), 1);
            std::size_t last = from + window < m_subject.size() ? from + window : PCRE2_UNSET;
            while (last != PCRE2_UNSET && last < m_subject.size() && isTail(m_subject[last])) {
                ++last;
            }
            pcre2_set_offset_limit(m_context, last);
            const int found = runWindow(from);
            if (found != PCRE2_ERROR_NOMATCH || last == PCRE2_UNSET || last >= m_subject.size()) {
                return found;
            }
            from = nextStart(last);
            if (!mayGoOn()) {
                return PCRE2_ERROR_MATCHLIMIT;
            }
        }
    }

private:
    static bool isTail(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

    [[nodiscard]] std::size_t nextStart(std::size_t at) const noexcept
    {
        ++at;
        while (at < m_subject.size() && isTail(m_subject[at])) {
            ++at;
        }
        return at;
    }

    [[nodiscard]] bool pastDeadline() const
    {
        return m_budget.clock != nullptr && m_budget.clock->steady() >= m_budget.deadline;
    }

    [[nodiscard]] bool mayGoOn()
    {
        if (m_budget.clock != nullptr) {
            return !pastDeadline();
        }
        m_budget.steps -= std::min(m_budget.steps, kWindowSteps);
        return m_budget.steps > 0;
    }

    int runWindow(std::size_t from)
    {
        std::uint32_t limit = kFirstLimit;
        for (;;) {
            pcre2_set_match_limit(m_context, limit);
            const int found = call(from);
            if (!isLimit(found) || m_budget.steps == 0 || pastDeadline()) {
                return found;
            }
            limit = static_cast<std::uint32_t>(
                std::min<std::uint64_t>(std::uint64_t{limit} * kLimitGrowth, m_budget.steps));
            m_budget.steps -= limit;
        }
    }

    int call(std::size_t from)
    {
        const auto* text = reinterpret_cast<PCRE2_SPTR>(m_subject.data());
        const int found =
            pcre2_match(m_code, text, m_subject.size(), from, PCRE2_NO_UTF_CHECK, m_data, m_context);
        if (found != PCRE2_ERROR_JIT_STACKLIMIT) {
            return found;
        }
        return pcre2_match(m_code, text, m_subject.size(), from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, m_data,
                           m_context);
    }

    const pcre2_code* m_code;
    std::string_view m_subject;
    pcre2_match_context* m_context;
    pcre2_match_data* m_data;
    RegexBudget& m_budget;
};

void fill(RegexMatch& out, const pcre2_match_data* data, int pairs, std::uint32_t groups)
{
    // PCRE2 only reads the ovector through a pointer to non-const match data.
    const PCRE2_SIZE* ovector =
        pcre2_get_ovector_pointer(const_cast<pcre2_match_data*>(data)); // NOLINT(*-const-cast)
    out.groups.assign(groups + 1, RegexSpan());
    for (std::size_t i = 0; i < static_cast<std::size_t>(pairs); ++i) {
        if (ovector[2 * i] != PCRE2_UNSET) {
            out.groups[i] = {ovector[2 * i], ovector[2 * i + 1]};
        }
    }
}

} // namespace

Regex::Regex(std::shared_ptr<const Compiled> compiled) noexcept
    : m_compiled(std::move(compiled))
{}

tl::expected<Regex, RegexError> Regex::compile(std::string_view pattern, bool ignoreCase, bool multiline)
{
    if (pattern.size() > kMaxPattern) {
        return tl::unexpected(RegexError{"regular expression is too large", 0});
    }
    auto translated = translateJsPattern(pattern, multiline);
    if (!translated) {
        return tl::unexpected(std::move(translated).error());
    }
    const std::unique_ptr<pcre2_compile_context, FreeCompileContext> context(
        pcre2_compile_context_create(nullptr));
    pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    const std::uint32_t options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DUPNAMES
                                  | PCRE2_USE_OFFSET_LIMIT | (ignoreCase ? PCRE2_CASELESS : 0U);
    int error = 0;
    std::size_t offset = 0;
    auto compiled = std::make_shared<Compiled>();
    compiled->pattern = pattern;
    compiled->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(),
                                       options, &error, &offset, context.get()));
    if (compiled->code == nullptr) {
        return tl::unexpected(RegexError{pcreMessage(error), std::min(offset, pattern.size())});
    }
    pcre2_pattern_info(compiled->code.get(), PCRE2_INFO_CAPTURECOUNT, &compiled->groups);
    // Where the system forbids executable memory this fails and the interpreter does the work.
    pcre2_jit_compile(compiled->code.get(), PCRE2_JIT_COMPLETE);
    return Regex(std::move(compiled));
}

RegexOutcome Regex::match(std::string_view subject, std::size_t from, RegexMatch& out,
                          RegexBudget& budget) const
{
    Workspace& workspace = workspaceOfThisThread();
    const bool known =
        from > 0 && workspace.checked.data() == subject.data() && workspace.checked.size() == subject.size();
    if (from > subject.size() || (!known && !isMatchable(subject))) {
        return RegexOutcome::NoMatch;
    }
    workspace.checked = subject;
    pcre2_set_heap_limit(workspace.context.get(), kHeapKiB);
    std::unique_ptr<pcre2_match_data, FreeMatchData> own;
    if (m_compiled->groups >= kInlineGroups) {
        own.reset(pcre2_match_data_create(m_compiled->groups + 1, nullptr));
    }
    pcre2_match_data* data = own != nullptr ? own.get() : workspace.data.get();
    const int found = Search(m_compiled->code.get(), subject, workspace, data, budget).run(from);
    if (found > 0) {
        fill(out, data, found, m_compiled->groups);
        return RegexOutcome::Matched;
    }
    return found == PCRE2_ERROR_NOMATCH ? RegexOutcome::NoMatch : RegexOutcome::TooMuchWork;
}

std::string_view Regex::pattern() const noexcept
{
    return m_compiled->pattern;
}

std::size_t Regex::groupCount() const noexcept
{
    return m_compiled->groups;
}

} // namespace gatehouse::jsonata

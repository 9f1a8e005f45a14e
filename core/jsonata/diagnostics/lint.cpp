// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/lint.h"

#include "core/jsonata/error_table.h"
#include "core/jsonata/function_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace gatehouse::jsonata {
namespace {

class Linter
{
public:
    Linter(std::string_view text, const DataKnowledge& data, const FunctionLibrary& library)
        : m_text(text)
        , m_data(data)
        , m_library(library)
        , m_ast(parseExpression(text, ParseMode::Recover))
    {}

    std::vector<LintFinding> run()
    {
        for (const JsonataError& error : m_ast->errors()) {
            m_findings.push_back({LintKind::Syntax, error.span, error.message, error.hint});
        }
        const Analysis analysis = analyse(*m_ast);
        if (!analysis.complete && m_ast->root() != nullptr) {
            add(LintKind::TooLarge, m_ast->root()->start, m_ast->root()->end,
                "the expression is too large to be checked as a whole", "split it into smaller ones");
        }
        for (const OuterName& name : analysis.names) {
            checkName(name);
        }
        for (const SourcePath& path : analysis.paths) {
            checkPath(path);
        }
        for (const SourcePath& list : analysis.lists) {
            checkPath(list);
        }
        std::stable_sort(
            m_findings.begin(), m_findings.end(),
            [](const LintFinding& a, const LintFinding& b) { return a.span.byteOffset < b.span.byteOffset; });
        return std::move(m_findings);
    }

private:
    void add(LintKind kind, std::uint32_t start, std::uint32_t end, std::string message, std::string hint)
    {
        if (m_seen.insert({kind, start, end}).second) {
            m_findings.push_back({kind, spanOf(m_text, start, end), std::move(message), std::move(hint)});
        }
    }

    static std::string didYouMean(std::string_view wanted, const std::vector<std::string>& names,
                                  std::string_view prefix)
    {
        const std::vector<std::string_view> views(names.begin(), names.end());
        const std::string_view near = nearestName(wanted, views);
        return near.empty() ? std::string() : fmt::format("did you mean {}{}?", prefix, near);
    }

    void checkName(const OuterName& name)
    {
        std::vector<std::string> known;
        for (const std::string_view function : m_library.names()) {
            known.emplace_back(function);
        }
        for (const DataKnowledge::Binding& binding : m_data.bindings) {
            known.push_back(binding.name);
        }
        if (std::find(known.begin(), known.end(), name.name) == known.end()) {
            add(LintKind::UnknownName, name.start, name.end,
                name.called ? fmt::format("there is no function ${}", name.name)
                            : fmt::format("nothing provides ${}", name.name),
                didYouMean(name.name, known, "$"));
        }
    }

    void checkPath(const SourcePath& path)
    {
        const Reach reach = follow(path, m_data);
        if (!reach.known || path.steps.empty()) {
            return;
        }
        if (reach.matched < path.steps.size()) {
            checkMissing(path, reach);
        } else if (!path.isCondition && !path.keepsArray && !path.collected) {
            checkLists(path, reach);
        }
    }

    void checkMissing(const SourcePath& path, const Reach& reach)
    {
        SourcePath parent = path;
        parent.steps.resize(reach.matched);
        std::vector<std::string> names;
        for (const KnownMember& member : membersAt(parent, m_data)) {
            names.push_back(member.name);
        }
        const PathStep& missing = path.steps[reach.matched];
        const std::string where = parent.text();
        add(LintKind::NothingThere, missing.start, missing.end,
            where.empty() ? fmt::format("there is no '{}' in the sample", missing.name)
                          : fmt::format("there is no '{}' in {}", missing.name, where),
            didYouMean(missing.name, names, ""));
    }

    void checkLists(const SourcePath& path, const Reach& reach)
    {
        const auto open = std::find_if(reach.lists.begin(), reach.lists.end(),
                                       [&](std::size_t step) { return step >= path.settled; });
        // A list that is copied as it is stays a list; only a step through it can flip.
        if (open == reach.lists.end() || (*open + 1 == path.steps.size() && !path.mapped)) {
            return;
        }
        const PathStep& list = path.steps[*open];
        add(LintKind::MayFlipToArray, list.start, list.end,
            fmt::format("'{}' is a list: with one element {} gives one value, with more an array", list.name,
                        path.mapped ? "this" : path.text()),
            fmt::format("write {}[0] for the first, or end the path with [] to get an array always",
                        list.name));
    }

    std::string_view m_text;
    const DataKnowledge& m_data;
    const FunctionLibrary& m_library;
    std::unique_ptr<const Ast> m_ast;
    std::vector<LintFinding> m_findings;
    std::set<std::tuple<LintKind, std::uint32_t, std::uint32_t>> m_seen;
};

} // namespace

std::vector<LintFinding> lint(std::string_view text, const DataKnowledge& data,
                              const FunctionLibraryPtr& library)
{
    return Linter(text, data, *library).run();
}

} // namespace gatehouse::jsonata

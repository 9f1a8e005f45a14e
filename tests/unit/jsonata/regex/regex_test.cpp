// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/regex/regex.h"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <string>
#include <vector>

namespace gatehouse::jsonata {
namespace {

/// "match|group|group…" of each match in turn, or what went wrong.
std::string all(std::string_view pattern, std::string_view subject, std::string_view flags = "")
{
    const auto regex = Regex::compile(pattern, flags.find('i') != std::string_view::npos,
                                      flags.find('m') != std::string_view::npos);
    if (!regex) {
        return "error: " + regex.error().message;
    }
    std::string out;
    RegexMatch match;
    RegexBudget budget;
    for (std::size_t at = 0; regex->match(subject, at, match, budget) == RegexOutcome::Matched;) {
        for (const RegexSpan& group : match.groups) {
            out += group.matched() ? std::string(group.of(subject)) : "-";
            out += '|';
        }
        out += ' ';
        at = match.whole().end + (match.whole().begin == match.whole().end ? 1 : 0);
    }
    return out;
}

TEST(JsonataRegex, findsMatchesGroupsAndOffsets)
{
    EXPECT_EQ(all(R"(\d+)", "ab12c3"), "12| 3| ");
    EXPECT_EQ(all(R"((?<n>[a-z])X)", "aXbX"), "aX|a| bX|b| ");
    EXPECT_EQ(all("(x)?b", "abc"), "b|-| ");
    EXPECT_EQ(all(R"((\w)\1)", "aa bb ab"), "aa|a| bb|b| ");
    EXPECT_EQ(all(R"((?<q>['"]).*?\k<q>)", R"('a' "b')"), "'a'|'| ");
    EXPECT_EQ(all("foo(?=bar)", "foobar foox"), "foo| ");
    EXPECT_EQ(all("(?<=foo|x)bar", "xbar foobar bar"), "bar| bar| ");
    EXPECT_EQ(all("(?<!a)b", "ab cb"), "b| ");
    EXPECT_EQ(all(R"(\2(a)(b)|c)", "abc"), "ab|a|b| c|-|-| ");
}

TEST(JsonataRegex, flagsAndLineEnds)
{
    EXPECT_EQ(all("h\u00C9", "H\u00E9", "i"), "H\u00E9| ");
    EXPECT_EQ(all("^b$", "a\nb\nb"), "");
    EXPECT_EQ(all("^b$", "a\nb\u2028b\n", "m"), "b| b| ");
    EXPECT_EQ(all("b$", "ab\n"), "");
    EXPECT_EQ(all("a.b", "a\nb a\u2028b a\rb axb"), "axb| ");
}

TEST(JsonataRegex, spellsAsJavaScript)
{
    EXPECT_EQ(all(R"(a\sb)", "a\u00A0b a\uFEFFb"), "a\u00A0b| a\uFEFFb| ");
    EXPECT_EQ(all(R"([^\S\n]+)", "a \n\u2003b"), " | \u2003| ");
    EXPECT_EQ(all(R"(\w+)", "caf\u00E9"), "caf| ");
    EXPECT_EQ(all(R"(\Aab|\h|\Q)", "Aab h Q"), "Aab| h| Q| ");
    EXPECT_EQ(all(R"([[:alpha:]])", "l] x"), "l]| ");
    EXPECT_EQ(all(R"([\]\-a])", "]-ab"), "]| -| a| ");
    EXPECT_EQ(all(R"([\w-z]+)", "a-z!"), "a-z| ");
    EXPECT_EQ(all(R"([\b\cA\x41\u0042\103])", "\b\x01"
                                              "ABC"),
              "\b| \x01| A| B| C| ");
    EXPECT_EQ(all("[^]", "\n"), "\n| ");
    EXPECT_EQ(all("[]", "a"), "");
    EXPECT_EQ(all("a{,2}", "a{,2}"), "a{,2}| ");
    EXPECT_EQ(all("x{a}]", "x{a}]"), "x{a}]| ");
    EXPECT_EQ(all(R"(\ud83d\ude00)", "\U0001F600"), "\U0001F600| ");
    EXPECT_EQ(all(R"(a\/b#\  c)", "a/b#  c"), "a/b#  c| ");
    EXPECT_EQ(all(R"(\p{2}\u{2})", "ppuu"), "ppuu| ");
    EXPECT_EQ(all(R"(\8\1\c1)", "8\x01\\c1"), "8\x01\\c1| ");
    EXPECT_EQ(all("a{1,70000}?", "aa"), "a| a| ");
}

TEST(JsonataRegex, refusesWhatJavaScriptRefuses)
{
    EXPECT_EQ(all("a++", "a"), "error: Nothing to repeat");
    EXPECT_EQ(all("*", "a"), "error: Nothing to repeat");
    EXPECT_EQ(all("(*ACCEPT)", "a"), "error: Nothing to repeat");
    EXPECT_EQ(all("^*", "a"), "error: Nothing to repeat");
    EXPECT_EQ(all("(?i)a", "a"), "error: Invalid group");
    EXPECT_EQ(all("(?>a)", "a"), "error: Invalid group");
    EXPECT_EQ(all("(?R)", "a"), "error: Invalid group");
    EXPECT_EQ(all("(a", "a"), "error: Unterminated group");
    EXPECT_EQ(all("a)", "a"), "error: Unmatched ')'");
    EXPECT_EQ(all("[a", "a"), "error: Unterminated character class");
    EXPECT_EQ(all("[z-a]", "a"), "error: Range out of order in character class");
    EXPECT_EQ(all("a{2,1}", "a"), "error: numbers out of order in {} quantifier");
    EXPECT_EQ(all("a\\", "a"), "error: \\ at end of pattern");
    EXPECT_EQ(all("(?<a)", "a"), "error: Invalid group");
    EXPECT_NE(all("(?<=a+)b", "aab").find("error"), std::string::npos);
    EXPECT_FALSE(Regex::compile(std::string(100000, 'a'), false, false));
    EXPECT_FALSE(Regex::compile(std::string(10000, '(') + std::string(10000, ')'), false, false));
}

TEST(JsonataRegex, walksOverUnpairedSurrogatesAndRefusesBytes)
{
    EXPECT_EQ(all("x.y", "x\xED\xA0\x80y"), "x\xED\xA0\x80y| ");
    EXPECT_EQ(all(".", "\xFF"), "");
    EXPECT_EQ(all("a", "a\xC3"), "");
    EXPECT_EQ(all("a", "a\xF4\x90\x80\x80"), "");
}

TEST(JsonataRegex, manyGroupsNeedNoCare)
{
    std::string pattern;
    for (int i = 0; i < 60; ++i) {
        pattern += "(a)";
    }
    EXPECT_EQ(all(pattern, std::string(60, 'a')).size(), 60U + 1 + 60 * 2 + 1);
}

TEST(JsonataRegex, catastrophicPatternsEndByThemselves)
{
    const auto regex = Regex::compile("(a+)+$", false, false);
    RegexMatch match;
    RegexBudget budget;
    const auto begin = std::clock(); // the processor's time: others may have the machine meanwhile
    const std::string subject = std::string(50, 'a') + "!";
    EXPECT_EQ(regex->match(subject, 0, match, budget), RegexOutcome::TooMuchWork);
    EXPECT_EQ(regex->match(subject, 0, match, budget), RegexOutcome::TooMuchWork);
    EXPECT_LT(std::clock() - begin, 5 * CLOCKS_PER_SEC);
}

TEST(JsonataRegex, quadraticSearchesEndAtTheDeadline)
{
    const auto regex = Regex::compile("x*y", false, false);
    const SystemClock clock;
    RegexMatch match;
    RegexBudget budget;
    budget.clock = &clock;
    budget.deadline = clock.steady() + std::chrono::milliseconds(100);
    const auto begin = std::clock();
    EXPECT_EQ(regex->match(std::string(1000000, 'x'), 0, match, budget), RegexOutcome::TooMuchWork);
    EXPECT_LT(std::clock() - begin, 2 * CLOCKS_PER_SEC);
}

TEST(JsonataRegex, searchesLargeTextsInParts)
{
    const auto regex = Regex::compile("needle|\u00E9nd", false, false);
    std::string hay;
    for (int i = 0; i < 100000; ++i) {
        hay += "h\u00E9y ";
    }
    hay += "needle \u00E9nd";
    RegexMatch match;
    RegexBudget budget;
    ASSERT_EQ(regex->match(hay, 0, match, budget), RegexOutcome::Matched);
    EXPECT_EQ(match.whole().of(hay), "needle");
    ASSERT_EQ(regex->match(hay, match.whole().end, match, budget), RegexOutcome::Matched);
    EXPECT_EQ(match.whole().end, hay.size());
    EXPECT_EQ(regex->match(hay, hay.size() + 1, match, budget), RegexOutcome::NoMatch);
}

} // namespace
} // namespace gatehouse::jsonata

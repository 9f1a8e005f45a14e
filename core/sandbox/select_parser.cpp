// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/select_parser.h"

#include "core/sandbox/select_lexer.h"

#include <fmt/format.h>

namespace gatehouse::sandbox {
namespace {

constexpr std::size_t kMaxText = 100'000;
constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxItems = 4'000;

class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_lexer(text)
    {}

    Result<Selection> parse()
    {
        Selection selection;
        GH_TRY(expect("SELECT"));
        GH_TRY(fields(selection));
        GH_TRY(expect("FROM"));
        GH_ASSIGN(selection.table, name());
        GH_TRY(tail(selection));
        if (m_lexer.current().kind != Token::Kind::End) {
            return unexpected();
        }
        return selection;
    }

private:
    [[nodiscard]] tl::unexpected<Error> failure(Errc code, std::string message) const
    {
        Error error{code, std::move(message), {}, {}, {}};
        const auto& token = m_lexer.current();
        error.at.byteOffset = static_cast<std::uint32_t>(token.offset);
        error.at.byteLength = static_cast<std::uint32_t>(token.text.size());
        error.at.line = 1;
        error.at.column = static_cast<std::uint32_t>(token.offset + 1);
        return fail(std::move(error));
    }

    [[nodiscard]] tl::unexpected<Error> unexpected() const
    {
        const auto& token = m_lexer.current();
        return failure(Errc::ParseError, token.kind == Token::Kind::End
                                             ? std::string("unexpected end of the query")
                                             : fmt::format("unexpected token: {}", token.text));
    }

    bool accept(std::string_view keyword)
    {
        if (!m_lexer.current().is(keyword)) {
            return false;
        }
        m_lexer.advance();
        return true;
    }

    Status expect(std::string_view keyword)
    {
        if (!accept(keyword)) {
            return unexpected();
        }
        return {};
    }

    Result<std::string> name()
    {
        if (m_lexer.current().kind != Token::Kind::Word) {
            return unexpected();
        }
        std::string text(m_lexer.current().text);
        m_lexer.advance();
        return text;
    }

    Status fields(Selection& selection)
    {
        if (accept("*")) {
            return {};
        }
        if (accept("COUNT")) {
            selection.countOnly = true;
            GH_TRY(expect("("));
            accept("*");
            return expect(")");
        }
        do {
            GH_ASSIGN(const auto field, name());
            selection.fields.push_back(FieldPath::of(field));
            if (selection.fields.size() > kMaxItems) {
                return failure(Errc::LimitExceeded, "too many fields");
            }
        } while (accept(","));
        return {};
    }

    Status tail(Selection& selection)
    {
        if (accept("WHERE")) {
            GH_ASSIGN(selection.where, disjunction(0));
        }
        if (accept("ORDERBY")) {
            GH_TRY(order(selection));
        } else if (accept("ORDER")) {
            GH_TRY(expect("BY"));
            GH_TRY(order(selection));
        }
        return window(selection);
    }

    Status order(Selection& selection)
    {
        do {
            GH_ASSIGN(const auto field, name());
            Ordering ordering{FieldPath::of(field), false};
            if (accept("DESC")) {
                ordering.descending = true;
            } else {
                accept("ASC");
            }
            if (accept("NULLS") && !accept("FIRST")) {
                GH_TRY(expect("LAST"));
            }
            selection.order.push_back(std::move(ordering));
            if (selection.order.size() > kMaxItems) {
                return failure(Errc::LimitExceeded, "too many orderings");
            }
        } while (accept(","));
        return {};
    }

    Status window(Selection& selection)
    {
        while (true) {
            if (accept("LIMIT") || accept("MAXRESULTS")) {
                GH_ASSIGN(selection.limit, number());
            } else if (accept("OFFSET")) {
                GH_ASSIGN(selection.offset, number());
            } else if (accept("STARTPOSITION")) {
                GH_ASSIGN(const auto first, number());
                selection.offset = first == 0 ? 0 : first - 1;
            } else {
                return {};
            }
        }
    }

    Result<std::size_t> number()
    {
        const auto& token = m_lexer.current();
        const auto value = token.kind == Token::Kind::Number ? token.number : -1.0;
        if (value < 0 || value > 1e9) {
            return unexpected();
        }
        m_lexer.advance();
        return static_cast<std::size_t>(value);
    }

    Result<Predicate> disjunction(int depth) { return chain(Predicate::Kind::Any, "OR", depth); }

    Result<Predicate> chain(Predicate::Kind kind, std::string_view keyword, int depth)
    {
        if (depth > kMaxDepth) {
            return failure(Errc::LimitExceeded, "the conditions are nested too deeply");
        }
        Predicate predicate;
        predicate.kind = kind;
        do {
            GH_ASSIGN(auto part, kind == Predicate::Kind::Any ? chain(Predicate::Kind::All, "AND", depth)
                                                              : negation(depth));
            predicate.children.push_back(std::move(part));
            if (predicate.children.size() > kMaxItems) {
                return failure(Errc::LimitExceeded, "too many conditions");
            }
        } while (accept(keyword));
        return predicate.children.size() == 1 ? std::move(predicate.children.front()) : std::move(predicate);
    }

    Result<Predicate> negation(int depth)
    {
        if (!accept("NOT")) {
            return primary(depth);
        }
        GH_ASSIGN(auto inner, primary(depth));
        Predicate predicate;
        predicate.kind = Predicate::Kind::Not;
        predicate.children.push_back(std::move(inner));
        return predicate;
    }

    Result<Predicate> primary(int depth)
    {
        if (accept("(")) {
            GH_ASSIGN(auto inner, disjunction(depth + 1));
            GH_TRY(expect(")"));
            return inner;
        }
        Predicate test;
        test.kind = Predicate::Kind::Test;
        GH_ASSIGN(const auto field, name());
        test.field = FieldPath::of(field);
        if (accept("NOT")) {
            GH_TRY(expect("IN"));
            return list(std::move(test), Comparison::NotIn);
        }
        if (accept("IN")) {
            return list(std::move(test), Comparison::In);
        }
        GH_ASSIGN(test.comparison, comparison());
        GH_ASSIGN(auto value, literal());
        test.literals.push_back(std::move(value));
        return test;
    }

    Result<Predicate> list(Predicate test, Comparison comparison)
    {
        test.comparison = comparison;
        GH_TRY(expect("("));
        do {
            GH_ASSIGN(auto value, literal());
            test.literals.push_back(std::move(value));
            if (test.literals.size() > kMaxItems) {
                return failure(Errc::LimitExceeded, "too many values in a list");
            }
        } while (accept(","));
        GH_TRY(expect(")"));
        return test;
    }

    Result<Comparison> comparison()
    {
        struct Spelling
        {
            std::string_view text;
            Comparison comparison;
        };

        for (const auto& [text, value] :
             {Spelling{"=", Comparison::Equal}, Spelling{"!=", Comparison::NotEqual},
              Spelling{"<>", Comparison::NotEqual}, Spelling{"<", Comparison::Less},
              Spelling{"<=", Comparison::LessOrEqual}, Spelling{">", Comparison::Greater},
              Spelling{">=", Comparison::GreaterOrEqual}, Spelling{"LIKE", Comparison::Like}}) {
            if (accept(text)) {
                return value;
            }
        }
        return unexpected();
    }

    Result<Literal> literal()
    {
        const auto token = m_lexer.current();
        switch (token.kind) {
        case Token::Kind::Text:
        case Token::Kind::Moment:
            m_lexer.advance();
            return Literal::ofText(token.value);
        case Token::Kind::Number:
            m_lexer.advance();
            return Literal{token.number, std::nullopt};
        default:
            break;
        }
        if (accept("TRUE")) {
            return Literal{true, std::nullopt};
        }
        if (accept("FALSE")) {
            return Literal{false, std::nullopt};
        }
        if (accept("NULL")) {
            return Literal{};
        }
        return unexpected();
    }

    SelectLexer m_lexer;
};

} // namespace

Result<Selection> parseSelect(std::string_view text)
{
    if (text.size() > kMaxText) {
        return fail(Errc::LimitExceeded, "the query is longer than 100,000 characters");
    }
    return Parser(text).parse();
}

} // namespace gatehouse::sandbox

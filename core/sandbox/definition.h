// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"
#include "core/jsonata/expression.h"
#include "core/sandbox/selection.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

using jsonata::Expression;

/// sandbox.json in typed form, every expression compiled (resources/schemas/sandbox.schema.json says what the
/// members mean, core/sandbox/README.md what expressions can see). Immutable.

struct ResponseDefinition
{
    Expression status; ///< Undefined: 200.
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, Expression>> headers; ///< A header without a value is left out.
    Expression body;                                         ///< Written as JSON …
    Expression text;                                         ///< … or, when this is set, as it is.
    bool hasBody = false;
    bool hasText = false;
};

using ResponsePtr = std::shared_ptr<const ResponseDefinition>;

struct StepDefinition
{
    enum class Kind : std::uint8_t
    {
        Select,
        Resume,
        Find,
        Refuse,
        Set,
        Insert,
        Update,
        Delete,
        Each
    };

    Kind kind = Kind::Set;
    std::string name;      ///< Under which the result is seen by what follows.
    std::string table;     ///< May hold {path parameters}.
    std::string into;      ///< Delete: the table that the row moves to.
    FieldPath field;       ///< Find.
    ResponsePtr otherwise; ///< Refuse: the answer. Others: the answer when the table or row is not there.
    ResponsePtr invalid;   ///< Select: the answer to a broken query.
    bool save = false;     ///< Select: can be resumed.
    std::map<std::string, Expression, std::less<>> expressions;

    /// Null when the step has no such expression.
    [[nodiscard]] const Expression* expression(std::string_view which) const;
};

struct RouteDefinition
{
    std::string name;
    std::string method;
    std::vector<std::string> path; ///< Segments; "{x}" takes one, "{x...}" at the end takes the rest.
    std::optional<Expression> when;
    bool authenticated = true;
    std::vector<StepDefinition> steps;
    ResponsePtr response;
};

struct Relation
{
    std::string table;
    FieldPath key; ///< In the row that refers.
};

struct TableDefinition
{
    std::string name;
    FieldPath id{"id", {"id"}};
    Expression newId;                ///< Over {n}.
    std::vector<std::string> fields; ///< Known ones; with strict, any other is an error.
    bool strict = false;
    std::vector<FieldPath> always; ///< Part of every projection.
    bool nulls = false;            ///< A known field without a value is null in a projection, not left out.
    std::map<std::string, Relation, std::less<>> relations;
    std::map<std::string, FieldPath, std::less<>> aliases; ///< What a field means in conditions and orders.
    json::Document defaults;                               ///< Laid under every row.
    std::string seedFrom; ///< "people", "companies", "invoices"; empty: starts empty.
    Expression seedRow;
};

struct LimitDefinition
{
    enum class Algorithm : std::uint8_t
    {
        RollingWindow,
        FixedWindow
    };

    std::string name;
    Algorithm algorithm = Algorithm::RollingWindow;
    std::uint32_t limit = 0;
    std::chrono::seconds window{0};
    std::uint32_t usedAtStart = 0;
    std::vector<std::string> only;   ///< Route names; empty: all …
    std::vector<std::string> except; ///< … but these.
    std::vector<std::pair<std::string, Expression>> headers;
    ResponsePtr exceeded;
};

struct AuthDefinition
{
    std::string header = "authorization"; ///< Lower case.
    std::string prefix = "Bearer ";
    std::string credential = "access_token";
    ResponsePtr missing;
    ResponsePtr invalid;
};

struct AccountDefinition
{
    std::string auth;
    Expression context;
    Expression credentials;
};

struct FaultDefinition
{
    std::string description;
    ResponsePtr response;
};

struct OAuthDefinition;   // core/sandbox/oauth_definition.h
struct WebhookDefinition; // core/sandbox/webhook_definition.h

struct VendorDefinition
{
    std::string slug;
    AccountDefinition account;
    AuthDefinition auth;
    std::shared_ptr<const OAuthDefinition> oauth;      ///< Null: no authorization server.
    std::shared_ptr<const WebhookDefinition> webhooks; ///< Null: it tells of nothing.
    std::chrono::milliseconds latencyBase{0};
    std::chrono::milliseconds latencyJitter{0};
    std::vector<LimitDefinition> limits;
    std::map<std::string, TableDefinition, std::less<>> tables;
    std::vector<StepDefinition> before; ///< Ahead of every authenticated route's own steps.
    std::vector<RouteDefinition> routes;
    std::map<std::string, FaultDefinition, std::less<>> faults;
    ResponsePtr unknownRoute;
    ResponsePtr malformedBody;
};

/// Reads and compiles one sandbox.json. Errc::ConfigError with source, JSON pointer and reason.
[[nodiscard]] Result<std::shared_ptr<const VendorDefinition>>
readDefinition(std::string slug, std::string_view text, const std::string& source);

} // namespace gatehouse::sandbox

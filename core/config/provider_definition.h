// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/auth_definition.h"
#include "core/config/connect_definition.h"
#include "core/config/error_definition.h"
#include "core/config/pagination_definition.h"
#include "core/config/rate_limit_definition.h"
#include "core/config/sync_definition.h"
#include "core/config/webhook_definition.h"
#include "core/json/document.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

/// One row of the compatibility matrix. Dates are "YYYY-MM-DD"; empty: unknown.
struct ApiVersion
{
    std::string id;
    std::string released;
    std::string deprecated;
    std::string sunset;
};

/// A token that a write needs and a read hands out (SAP's x-csrf-token).
struct CsrfDefinition
{
    CallDefinition fetch;
    std::string header; ///< Taken from the answer, sent with writes.
    bool keepCookies = true;
    std::optional<jsonata::Expression> retryWhen; ///< Error response → true: fetch again, repeat once.
};

struct ApiSettings
{
    Template baseUrl;
    TemplateMap headers;
    TemplateMap query;
    std::chrono::milliseconds timeout{30'000};
    QueryArrayFormat queryArrayFormat = QueryArrayFormat::Repeat;
    ContentType content = ContentType::Json;
    std::optional<CsrfDefinition> csrf;
};

/// One of a provider's APIs with the rules that hold for it. The first is named "default"; further ones come
/// from `apis` in the file, each deep-merged over the default, so they say only what differs.
struct ApiProfile
{
    std::string name = "default";
    ApiSettings settings;
    PaginationDefinition pagination;
    RateLimitDefinition rateLimit;
    ErrorDefinition errors;
};

enum class TimeFormat : std::uint8_t
{
    Rfc3339,
    Date, ///< YYYY-MM-DD
    EpochSeconds,
    EpochMillis,
    HttpDate
};

enum class UpdatedSincePlace : std::uint8_t
{
    Query,
    Header
};

/// The parameter that narrows a list to what changed, for providers where it is no more than that. Others
/// use query.updated_since (RFC 3339) in their templates.
struct UpdatedSince
{
    UpdatedSincePlace place = UpdatedSincePlace::Query;
    std::string name;
    TimeFormat format = TimeFormat::Rfc3339;
};

/// One operation of the provider's own resource. The templates and expressions of its call see {context,
/// version, query, id, body, path, fields, before, page_size, offset, cursor}. Only what `query` names is
/// sent; query.x is what the mapping made of the unified query (query.limit and query.cursor are not among
/// it: paging adds its own parameters).
struct MethodDefinition
{
    CallDefinition call;
    /// {status, headers, body, id} → the record or the records. Unset: body.
    std::optional<jsonata::Expression> result;
    std::optional<jsonata::Expression> recordId; ///< The same → id of what was written. Unset: body.id.
    std::optional<PaginationDefinition> pagination;
    std::optional<UpdatedSince> updatedSince;
    /// The result is not the whole record (ids only, or only the status of a write): read it again with get.
    bool returnsPartial = false;
    bool idempotent = false; ///< Safe to repeat after a lost answer. GET, PUT and DELETE are by themselves.
    std::vector<std::string> scopes; ///< That a token must have for it; empty: the definition does not say.
};

struct ResourceDefinition
{
    std::string name;
    std::string label;
    std::string api = "default"; ///< ApiProfile it belongs to.
    std::map<std::string, MethodDefinition, std::less<>> methods;
    std::optional<SyncDefinition> sync;
};

/// A provider, parsed and checked, with every expression compiled. Immutable; shared by all threads.
struct ProviderDefinition
{
    std::string slug;
    std::string label;
    std::string category; ///< "crm", "accounting", …
    std::string docsUrl;
    std::string icon; ///< File name beside the definition; may be empty.

    std::string version; ///< Pinned API version; {{version}}.
    std::vector<ApiVersion> knownVersions;

    std::map<std::string, ApiProfile, std::less<>> apis; ///< Always has "default".
    std::vector<AuthScheme> auth;                        ///< In the order shown to the user; never empty.
    ConnectDefinition connect;
    std::map<std::string, ResourceDefinition, std::less<>> resources;
    std::vector<BatchDefinition> batch;
    std::optional<WebhookDefinition> webhooks;
    std::string sandboxFile; ///< Relative to the definition, "sandbox.json"; empty: no simulated vendor.

    std::string source;      ///< File it came from.
    json::Document document; ///< As it stands in the file.

    [[nodiscard]] const ApiProfile& api(std::string_view name = "default") const;
    [[nodiscard]] const ResourceDefinition* resource(std::string_view name) const;
    [[nodiscard]] const MethodDefinition* method(std::string_view resource, std::string_view method) const;
    [[nodiscard]] const AuthScheme* authScheme(std::string_view id) const;
    /// The pagination that holds for a method: its own, otherwise its API's.
    [[nodiscard]] const PaginationDefinition& pagination(const ResourceDefinition& resource,
                                                         const MethodDefinition& method) const;
};

using ProviderPtr = std::shared_ptr<const ProviderDefinition>;

} // namespace gatehouse::config

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/reply.h"

#include "core/json/write.h"

namespace gatehouse::sandbox {

std::string textOf(const json::Value& value)
{
    return value.isString() ? std::string(value.asString()) : json::write(value);
}

Status addHeaders(const std::vector<std::pair<std::string, Expression>>& headers, Scope& scope,
                  net::Headers& out)
{
    for (const auto& [name, expression] : headers) {
        GH_ASSIGN(const auto value, scope.evaluate(expression));
        if (!value.isUndefined() && !value.isNull()) {
            out.set(name, textOf(value));
        }
    }
    return {};
}

Result<Reply> makeReply(const ResponseDefinition& response, Scope& scope)
{
    constexpr int kOk = 200;
    Reply reply;
    GH_ASSIGN(const auto status, scope.evaluate(response.status));
    reply.status = status.isNumber() ? static_cast<int>(status.asInt()) : kOk;
    GH_TRY(addHeaders(response.headers, scope, reply.headers));
    if (response.hasText) {
        GH_ASSIGN(const auto text, scope.evaluate(response.text));
        reply.text = text.isUndefined() ? std::string() : textOf(text);
        reply.hasText = true;
        reply.contentType = response.contentType;
    } else if (response.hasBody) {
        GH_ASSIGN(reply.body, scope.evaluate(response.body));
        reply.contentType = response.contentType;
    }
    return reply;
}

} // namespace gatehouse::sandbox

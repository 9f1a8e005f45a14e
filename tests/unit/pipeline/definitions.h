// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_source.h"

#include <vector>

namespace gatehouse::test {

/// A made-up vendor with one resource, its mapping, and a model to map it to.
inline std::vector<config::DefinitionFile> acmeFiles()
{
    const char* provider = R"json({
      "slug": "acme", "label": "Acme", "category": "crm",
      "api": {
        "base_url": "{{context.base}}/api/v{{version}}", "version": {"pinned": "2", "known": [{"id": "2"}]},
        "headers": {"Accept": "application/json"}, "query": {"lang": "en"}, "content": "json"
      },
      "auth": [{"kind": "bearer", "label": "Token"}, {"kind": "api_key", "id": "key", "label": "Key",
                "apply_query": {"api_key": "{{credentials.api_key}}"}}, {"kind": "basic", "label": "Password"}],
      "connect": {
        "fields": [{"name": "base", "label": "Host", "pattern": "https?://.+"}],
        "validate": {"name": "me", "method": "GET", "path": "/me", "expect": "$exists(body.id)",
                     "context": "{'user': body.id}"}
      },
      "pagination": {"kind": "cursor", "items": "body.items", "next": "body.next", "parameter": "after",
                     "limit_parameter": "limit", "max_page_size": 2},
      "rate_limit": {"limited_when": "status = 429 or body.code = 'QUOTA'",
                     "limit": "$number(headers.`x-limit`)", "remaining": "$number(headers.`x-left`)",
                     "reset": "$number(headers.`x-reset`) - now"},
      "errors": {"is_error": "$exists(body.code)", "code": "body.code", "message": "body.message",
                 "codes": {"QUOTA": {"category": "rate_limited"},
                           "DEAD": {"category": "auth_failure", "reauth": true},
                           "MISSING": {"category": "not_found"}}},
      "resources": {
        "people": {
          "label": "Person",
          "methods": {
            "list": {"method": "GET", "path": "/people",
                     "query": {"email": "{{query.email}}", "fields": "{{$join(fields, ',')}}"}},
            "get": {"method": "GET", "path": "/people/{{id}}"},
            "create": {"method": "POST", "path": "/people", "record_id": "body.id", "returns_partial": true},
            "update": {"method": "PATCH", "path": "/people/{{id}}"},
            "delete": {"method": "DELETE", "path": "/people/{{id}}"}
          }
        }
      }
    })json";
    const char* mapping = R"json({
      "model": "crm", "resource": "contacts",
      "shared": {
        "resource": "people",
        "response": {"id": "$string(response.id)", "name": "response.first & ' ' & response.last",
                     "phone": "response.tel", "age": "$number(response.age)"},
        "request_body": {"first": "body.name", "tel": "body.phone"}
      },
      "methods": {
        "list": {"method": "list", "query": {"email": "query.email"}},
        "get": {"method": "get"},
        "create": {"method": "create"},
        "update": {"method": "update",
                   "before": [{"name": "current", "resource": "people", "method": "get", "id": "id"}],
                   "request_body": {"etag": "before.current.etag"}},
        "delete": {"method": "delete"}
      }
    })json";
    const char* model = R"json({
      "model": "crm", "label": "CRM", "version": "1.0.0",
      "resources": {"contacts": {
        "label": "Contacts", "methods": ["list", "get", "create", "update", "delete"],
        "schema": {"type": "object", "required": ["id"], "properties": {
          "id": {"type": "string", "readOnly": true}, "name": {"type": "string"},
          "phone": {"type": ["string", "null"]}, "age": {"type": "number"}}}
      }}
    })json";
    return {{"providers/acme/provider.json", provider, "test"},
            {"providers/acme/mappings/crm.contacts.json", mapping, "test"},
            {"models/crm.json", model, "test"}};
}

} // namespace gatehouse::test

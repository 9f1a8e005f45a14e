// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_parts.h"

namespace gatehouse::config {
namespace {

constexpr std::array<Word<TimeFormat>, 5> kTimeFormats{{{"rfc3339", TimeFormat::Rfc3339},
                                                        {"date", TimeFormat::Date},
                                                        {"epoch_s", TimeFormat::EpochSeconds},
                                                        {"epoch_ms", TimeFormat::EpochMillis},
                                                        {"http_date", TimeFormat::HttpDate}}};
constexpr std::array<Word<DeleteDetection>, 4> kDeletes{{{"none", DeleteDetection::None},
                                                         {"full_compare", DeleteDetection::FullCompare},
                                                         {"flag", DeleteDetection::Flag},
                                                         {"feed", DeleteDetection::Feed}}};

MethodDefinition readMethod(DefinitionReader& reader, const Node& node)
{
    MethodDefinition method;
    method.call = readCall(reader, node);
    method.result = reader.expression(node["result"]);
    method.recordId = reader.expression(node["record_id"]);
    if (node["pagination"].present()) {
        method.pagination = readPagination(reader, node["pagination"]);
    }
    if (const auto since = node["updated_since"]; since.present()) {
        method.updatedSince = UpdatedSince{
            since["in"].value.asString() == "header" ? UpdatedSincePlace::Header : UpdatedSincePlace::Query,
            reader.text(since["name"]), reader.word(since["format"], kTimeFormats, TimeFormat::Rfc3339)};
    }
    method.scopes = reader.texts(node["scopes"]);
    method.returnsPartial = reader.boolean(node["returns_partial"], false);
    const auto& verb = method.call.verb;
    method.idempotent = reader.boolean(node["idempotent"], verb == "GET" || verb == "HEAD" || verb == "PUT"
                                                               || verb == "DELETE" || verb == "OPTIONS");
    return method;
}

void checkMethodName(DefinitionReader& reader, const Node& node, const ResourceDefinition& resource,
                     const std::string& method)
{
    if (!method.empty() && !resource.methods.contains(method)) {
        reader.error(node, "the resource " + resource.name + " has no method \"" + method + "\"");
    }
}

} // namespace

SyncDefinition readSync(DefinitionReader& reader, const Node& node)
{
    SyncDefinition sync;
    sync.method = reader.text(node["method"], "list");
    sync.incremental = reader.boolean(node["incremental"], true);
    sync.overlap = reader.seconds(node["overlap_s"], sync.overlap);
    sync.ordered = reader.boolean(node["ordered"], true);
    sync.intervalMin = reader.seconds(node["interval_s"][std::size_t{0}], sync.intervalMin);
    sync.intervalMax = reader.seconds(node["interval_s"][std::size_t{1}], sync.intervalMax);
    sync.fullReconcile =
        std::chrono::hours(reader.integer(node["full_reconcile_h"], sync.fullReconcile.count()));
    sync.maxResults = reader.integer(node["max_results"], 0);
    const auto deletes = node["deletes"];
    sync.deletes = reader.word(deletes["kind"], kDeletes, DeleteDetection::FullCompare);
    sync.deleted = reader.expression(deletes["deleted"]);
    sync.deletesMethod = reader.text(deletes["method"]);
    if (sync.intervalMax < sync.intervalMin) {
        reader.error(node["interval_s"], "the first interval must not be the longer one");
    }
    if (sync.deletes == DeleteDetection::Flag && !deletes["deleted"].present()) {
        reader.error(deletes, "deletes of the kind flag need the expression deleted");
    }
    if (sync.deletes == DeleteDetection::Feed && sync.deletesMethod.empty()) {
        reader.error(deletes, "deletes of the kind feed need a method");
    }
    return sync;
}

ResourceDefinition readResource(DefinitionReader& reader, const Node& node, std::string name)
{
    ResourceDefinition resource;
    resource.name = std::move(name);
    resource.label = reader.text(node["label"], resource.name);
    resource.api = reader.text(node["api"], "default");
    const auto methods = node["methods"];
    for (const auto& member : methods.value.members()) {
        resource.methods.emplace(member.name, readMethod(reader, methods[member.name]));
    }
    if (const auto sync = node["sync"]; sync.present()) {
        resource.sync = readSync(reader, sync);
        checkMethodName(reader, sync, resource, resource.sync->method);
        checkMethodName(reader, sync["deletes"], resource, resource.sync->deletesMethod);
    }
    return resource;
}

BatchDefinition readBatch(DefinitionReader& reader, const Node& node)
{
    BatchDefinition batch;
    batch.name = reader.text(node["name"]);
    batch.operations = reader.texts(node["operations"]);
    batch.maxItems = reader.integer(node["max_items"], 1);
    batch.call = readCall(reader, node);
    batch.responses = reader.expression(node["responses"]).value_or(jsonata::Expression());
    return batch;
}

} // namespace gatehouse::config

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/catalog_role.h"

#include <fmt/format.h>

namespace gatehouse {

void CatalogRole::integrations(Completion<std::vector<IntegrationSummary>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(m_core.definitions.summaries()); });
}

void CatalogRole::integration(std::string slug, Completion<json::Document> done)
{
    onEngine(m_core, [this, slug = std::move(slug), done = std::move(done)]() mutable {
        done(m_core.definitions.document(slug));
    });
}

void CatalogRole::putIntegration(std::string slug, json::Document definition,
                                 Completion<IntegrationSummary> done)
{
    onEngine(m_core, [this, slug = std::move(slug), definition = std::move(definition),
                      done = std::move(done)]() mutable {
        deliver(m_core, m_core.definitions.put(std::move(slug), std::move(definition)), std::move(done));
    });
}

void CatalogRole::removeIntegration(std::string slug, Completion<bool> done)
{
    onEngine(m_core, [this, slug = std::move(slug), done = std::move(done)]() mutable {
        auto inUse = [this, slug] { return m_core.accounts.usesIntegration(slug); };
        deliver(m_core, m_core.definitions.remove(std::move(slug), std::move(inUse)), std::move(done));
    });
}

void CatalogRole::integrationHistory(std::string slug, Completion<std::vector<json::Document>> done)
{
    onEngine(m_core, [this, slug = std::move(slug), done = std::move(done)]() mutable {
        deliver(m_core, m_core.definitions.history(std::move(slug)), std::move(done));
    });
}

void CatalogRole::rollbackIntegration(std::string slug, std::uint32_t version,
                                      Completion<IntegrationSummary> done)
{
    onEngine(m_core, [this, slug = std::move(slug), version, done = std::move(done)]() mutable {
        deliver(m_core, m_core.definitions.rollback(std::move(slug), version), std::move(done));
    });
}

void CatalogRole::models(Completion<std::vector<ModelSummary>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        std::vector<ModelSummary> out;
        for (const auto& [name, model] : m_core.definitions.snapshots().current()->content().models) {
            ModelSummary summary{name, {}};
            for (const auto& [resource, definition] : model->resources) {
                summary.resources.push_back(resource);
            }
            out.push_back(std::move(summary));
        }
        done(std::move(out));
    });
}

void CatalogRole::model(std::string model, Completion<json::Document> done)
{
    onEngine(m_core, [this, model = std::move(model), done = std::move(done)]() mutable {
        const auto found = m_core.definitions.snapshots().current()->model(model);
        done(found ? Result<json::Document>(found->document)
                   : fail(Errc::NotFound, fmt::format("there is no model \"{}\"", model)));
    });
}

} // namespace gatehouse

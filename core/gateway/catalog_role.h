// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"

namespace gatehouse {

/// The façade's Catalog over a node.
class CatalogRole final : public Catalog
{
public:
    explicit CatalogRole(NodeCore& core)
        : m_core(core)
    {}

    void integrations(Completion<std::vector<IntegrationSummary>> done) override;
    void integration(std::string slug, Completion<json::Document> done) override;
    void putIntegration(std::string slug, json::Document definition,
                        Completion<IntegrationSummary> done) override;
    void removeIntegration(std::string slug, Completion<bool> done) override;
    void integrationHistory(std::string slug, Completion<std::vector<json::Document>> done) override;
    void rollbackIntegration(std::string slug, std::uint32_t version,
                             Completion<IntegrationSummary> done) override;
    void models(Completion<std::vector<ModelSummary>> done) override;
    void model(std::string model, Completion<json::Document> done) override;

private:
    NodeCore& m_core;
};

} // namespace gatehouse

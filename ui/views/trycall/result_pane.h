// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QWidget>

class QTabWidget;
class QTableView;

namespace gatehouse::ui {

class Banner;
class PayloadView;

/// What came back: the answer, the provider's raw records, where each field came from, headers, warnings.
class ResultPane : public QWidget
{
    Q_OBJECT

public:
    ResultPane(Context& context, QWidget* parent);

    void showRunning(const QString& what);
    void show(const Result<UnifiedResponse>& response, std::chrono::microseconds took);

    [[nodiscard]] QTabWidget& tabs() const noexcept { return *m_tabs; }

private:
    void build();
    void showResponse(const UnifiedResponse& response, std::chrono::microseconds took);
    void showRemoteData(const json::Value& body);
    void showProvenance(const UnifiedResponse& response);

    Context& m_context;
    Banner* m_status = nullptr;
    QTabWidget* m_tabs = nullptr;
    PayloadView* m_result = nullptr;
    PayloadView* m_remote = nullptr;
    RowModel<ProvenanceRow>* m_provenance = nullptr;
    QTableView* m_provenanceTable = nullptr;
    RowModel<HeaderField>* m_headers = nullptr;
    QTableView* m_headerTable = nullptr;
    RowModel<MappingWarning>* m_warnings = nullptr;
    QTableView* m_warningTable = nullptr;
};

} // namespace gatehouse::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"
#include "ui/widgets/side_by_side.h"

#include <optional>

class QLabel;
class QTabWidget;
class QTableView;

namespace gatehouse::ui {

class PayloadView;

/// What came on the left, what its sender was answered on the right; one above the other where there is no
/// room for both.
class WebhookExchange : public SideBySide
{
    Q_OBJECT

public:
    WebhookExchange(Context& context, QWidget* parent);

    void showRequest(const WebhookRequest& request);
    void showAnswer(const WebhookAnswer& answer, std::optional<std::chrono::microseconds> time);

    /// The body that came; filled by the caller, who has to fetch it.
    [[nodiscard]] PayloadView& body() noexcept { return *m_body; }

private:
    QWidget* buildRequest();
    QWidget* buildAnswer();
    QLabel* makeLine(QWidget* parent, const QString& name);
    void showQuery(const std::string& target);

    Context& m_context;
    QLabel* m_requestLine = nullptr;
    PayloadView* m_body = nullptr;
    QTabWidget* m_requestParts = nullptr;
    RowModel<HeaderField>* m_headers = nullptr;
    QTableView* m_headerTable = nullptr;
    RowModel<HeaderField>* m_query = nullptr;
    QTableView* m_queryTable = nullptr;
    QLabel* m_answerLine = nullptr;
    PayloadView* m_answerBody = nullptr;
    QTabWidget* m_answerParts = nullptr;
    RowModel<HeaderField>* m_answerHeaders = nullptr;
    QTableView* m_answerTable = nullptr;
};

} // namespace gatehouse::ui

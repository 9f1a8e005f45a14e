// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSplitter;
class QTabWidget;
class QTableView;

namespace gatehouse::ui {

class PayloadView;

/// A delivery's attempt as an exchange.
[[nodiscard]] Exchange exchangeOf(const DeliveryAttempt& attempt);

/// What went over the wire: one exchange at a time, request and response beside each other where there is
/// room, else one above the other, each with headers and body.
class ExchangePane : public QWidget
{
    Q_OBJECT

public:
    ExchangePane(Context& context, QWidget* parent);

    void show(const std::vector<Exchange>& exchanges);

private:
    struct Half
    {
        QLabel* line = nullptr;
        RowModel<HeaderField>* headers = nullptr;
        QTabWidget* tabs = nullptr;
        QTableView* table = nullptr;
        PayloadView* body = nullptr;
    };

    QWidget* buildHalf(Half& half, const QString& name);
    void select(int index);

    Context& m_context;
    std::vector<Exchange> m_exchanges;
    QComboBox* m_choice;
    QSplitter* m_splitter;
    Half m_request;
    Half m_response;
};

} // namespace gatehouse::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"
#include "ui/widgets/card.h"

#include <vector>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

/// The steps that show what this is, ticked as they happen anywhere in the console.
class Checklist : public Sheet
{
    Q_OBJECT

public:
    explicit Checklist(Context& context, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void update();

    Context& m_context;
    QLabel* m_count;
    std::vector<QLabel*> m_ticks;
    std::vector<QPushButton*> m_buttons;
};

} // namespace gatehouse::ui

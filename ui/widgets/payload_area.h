// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/payload_text.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QCache>
#include <QTextLayout>

#include <cstdint>
#include <memory>
#include <vector>

namespace gatehouse::ui {

/// Draws a text of any size by its rows: only what is visible is decoded, laid out and painted, so a million
/// lines cost what forty cost. Selection by mouse and keyboard is in byte offsets. Read-only.
class PayloadArea : public QAbstractScrollArea
{
    Q_OBJECT

public:
    struct Range
    {
        std::size_t anchor = 0;
        std::size_t cursor = 0; ///< Where the caret is; before or behind the anchor.

        [[nodiscard]] std::size_t begin() const { return anchor < cursor ? anchor : cursor; }

        [[nodiscard]] std::size_t end() const { return anchor < cursor ? cursor : anchor; }

        [[nodiscard]] bool empty() const { return anchor == cursor; }
    };

    using Marks = std::shared_ptr<const std::vector<std::uint32_t>>;

    explicit PayloadArea(QWidget* parent = nullptr);

    void setText(PayloadTextPtr text, bool json);

    [[nodiscard]] const PayloadTextPtr& text() const noexcept { return m_text; }

    /// Found places, ascending, all of one length in bytes; current is an index into them or npos.
    void setMarks(Marks offsets, std::size_t length, std::size_t current);
    void select(Range range);

    [[nodiscard]] Range selection() const noexcept { return m_selection; }

    [[nodiscard]] QString selectedText() const;
    void copy() const;
    void selectAll();
    void scrollTo(std::size_t offset);
    [[nodiscard]] std::size_t firstRow() const;
    [[nodiscard]] std::size_t caretRow() const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Row
    {
        QTextLayout layout;
    };

    [[nodiscard]] QTextLayout& layoutOf(std::size_t row) const;
    [[nodiscard]] QList<QTextLayout::FormatRange> overlays(std::size_t row) const;
    void addOverlay(QList<QTextLayout::FormatRange>& ranges, std::size_t row, Range range,
                    const QTextCharFormat& format) const;
    void paintRow(QPainter& painter, std::size_t row, int y) const;
    void paintGutter(QPainter& painter, std::size_t row, int y) const;
    void updateGeometryOfText();
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] std::size_t visibleRows() const;
    [[nodiscard]] std::size_t offsetAt(QPoint position) const;
    [[nodiscard]] std::size_t offsetInRow(std::size_t row, qreal x) const;
    [[nodiscard]] qreal xOf(std::size_t offset) const;
    [[nodiscard]] Range wordAt(std::size_t offset) const;
    void moveCaret(std::size_t offset, bool extend);
    void moveRows(std::ptrdiff_t rows, bool extend);
    bool moveByKey(const QKeyEvent& event);
    void stepCaret(bool forward, bool byWord, bool extend);

    PayloadTextPtr m_text;
    bool m_json = false;
    Range m_selection;
    Marks m_marks;
    std::size_t m_markLength = 0;
    std::size_t m_currentMark = 0;
    qreal m_goalX = -1; ///< Where the caret wants to be while it moves over shorter rows.
    QPoint m_dragTo;
    QBasicTimer m_dragScroll;
    mutable QCache<std::size_t, Row> m_layouts;
};

/// Makes PayloadArea readable for screen readers: the row at the caret is its value. Call once per program.
void installPayloadAccessibility();

} // namespace gatehouse::ui

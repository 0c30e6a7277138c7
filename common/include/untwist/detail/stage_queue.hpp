// The callbacks that a Deferred has still to run, first come, first served.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <source_location>
#include <type_traits>
#include <utility>

namespace untwist::detail {

class DeferredState;

// One callback. It runs where it lies and is never moved, so that a callable
// of up to 32 bytes costs no allocation of its own.
class Stage {
  public:
    // `Run` is called as Run::run(callable, state, where).
    template <class Run, class F>
    Stage(std::type_identity<Run>, F&& callable, std::source_location where)
        : where_(where) {
        using Stored = std::decay_t<F>;
        if constexpr (sizeof(Stored) <= kInside &&
                      alignof(Stored) <= alignof(std::max_align_t)) {
            new (storage_) Stored(std::forward<F>(callable));
            actions_ = &kInsideActions<Run, Stored>;
        } else {
            new (storage_) Stored*(new Stored(std::forward<F>(callable)));
            actions_ = &kOutsideActions<Run, Stored>;
        }
    }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;
    ~Stage() { actions_->destroy(storage_); }

    void run(DeferredState& state) { actions_->run(storage_, state, where_); }

  private:
    static constexpr std::size_t kInside = 32;

    struct Actions {
        void (*run)(void*, DeferredState&, std::source_location);
        void (*destroy)(void*) noexcept;
    };

    template <class F>
    static F& inside(void* storage) {
        return *std::launder(static_cast<F*>(storage));
    }
    template <class F>
    static F& outside(void* storage) {
        return **std::launder(static_cast<F**>(storage));
    }

    template <class Run, class F>
    static constexpr Actions kInsideActions{
        [](void* storage, DeferredState& state, std::source_location where) {
            Run::run(inside<F>(storage), state, where);
        },
        [](void* storage) noexcept { inside<F>(storage).~F(); }};

    template <class Run, class F>
    static constexpr Actions kOutsideActions{
        [](void* storage, DeferredState& state, std::source_location where) {
            Run::run(outside<F>(storage), state, where);
        },
        [](void* storage) noexcept { delete &outside<F>(storage); }};

    const Actions* actions_;
    std::source_location where_;
    alignas(std::max_align_t) std::byte storage_[kInside];
};

// The first stage lies in the queue itself, the others in blocks: most
// Deferreds have one or two, and none moves when another is added.
class StageQueue {
  public:
    StageQueue() = default;
    StageQueue(const StageQueue&) = delete;
    StageQueue& operator=(const StageQueue&) = delete;
    ~StageQueue() {
        while (!empty()) pop();
    }

    bool empty() const { return out_ == in_; }

    template <class Run, class F>
    void push(F&& callable, std::source_location where) {
        new (slotForPush())
            Stage(std::type_identity<Run>(), std::forward<F>(callable), where);
        ++in_;
    }

    Stage& front() { return *std::launder(slotOfFront()); }

    void pop() {
        front().~Stage();
        ++out_;
        if (out_ == in_) {
            in_ = out_ = 0;
            head_.reset();
        } else if (out_ > 1 && (out_ - 1) % kBlock == 0) {
            head_ = std::move(head_->next);
        }
    }

  private:
    static constexpr std::size_t kBlock = 16;
    struct alignas(Stage) Slot {
        std::byte bytes[sizeof(Stage)];
    };
    struct Block {
        std::array<Slot, kBlock> slots;
        std::unique_ptr<Block> next;
    };

    static Stage* asStage(Slot& slot) {
        return reinterpret_cast<Stage*>(&slot);
    }

    Stage* slotOfFront() {
        return asStage(out_ == 0 ? first_ : head_->slots[(out_ - 1) % kBlock]);
    }

    void* slotForPush() {
        if (in_ == 0) return &first_;
        const auto place = (in_ - 1) % kBlock;
        if (place == 0) addBlock();
        return &last_->slots[place];
    }

    void addBlock() {
        // make_unique would zero the slots first.
        auto block =
            std::unique_ptr<Block>(new Block);  // NOLINT(modernize-make-unique)
        auto* const added = block.get();
        (head_ ? last_->next : head_) = std::move(block);
        last_ = added;
    }

    std::size_t in_ = 0;   // stages ever pushed, and popped, since the queue
    std::size_t out_ = 0;  // was last empty
    std::unique_ptr<Block> head_;
    Block* last_ = nullptr;
    Slot first_;
};

}  // namespace untwist::detail

// The way that a result takes through a chain of callbacks, as a picture.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

// One row for each stage: the track that its handler is on, and the track that
// the result is on when it leaves.
class Picture {
  public:
    enum class Stage { head, callback, errback };

    void note(Stage stage, std::string name, const untwist::Failure* failure);
    std::string draw() const;  // without a newline at its end

  private:
    struct Row {
        std::string name;
        Stage stage;
        bool ok;
        std::string remark;
    };

    bool ok() const { return !failure_; }

    std::vector<Row> rows_;
    std::exception_ptr failure_;  // what the result is now, if it is one
};

// #region probe
// Looks at the result that leaves a stage, and hands it on as it is.
template <class T>
void addProbe(const untwist::Deferred<T>& deferred, Picture::Stage stage,
              const std::string& name,
              const std::shared_ptr<Picture>& picture) {
    deferred.addBoth([stage, name, picture](untwist::Result<T> result) {
        picture->note(stage, name, result ? nullptr : &result.failure());
        return result;
    });
}
// #endregion

// A Deferred whose stages have names, and show in a Picture.
template <class T>
class Watched {
  public:
    Watched(const std::string& name, const untwist::Deferred<T>& head,
            std::shared_ptr<Picture> picture)
        : Watched(Picture::Stage::head, name, head, std::move(picture)) {}

    template <class F>
    auto addCallback(const std::string& name, F f) const {
        return then(Picture::Stage::callback, name,
                    deferred_.addCallback(std::move(f)));
    }

    template <class F>
    auto addErrback(const std::string& name, F f) const {
        return then(Picture::Stage::errback, name,
                    deferred_.addErrback(std::move(f)));
    }

    const untwist::Deferred<T>& deferred() const { return deferred_; }

  private:
    template <class>
    friend class Watched;

    Watched(Picture::Stage stage, const std::string& name,
            const untwist::Deferred<T>& deferred,
            std::shared_ptr<Picture> picture)
        : deferred_(deferred), picture_(std::move(picture)) {
        addProbe(deferred_, stage, name, picture_);
    }

    template <class U>
    Watched<U> then(Picture::Stage stage, const std::string& name,
                    const untwist::Deferred<U>& deferred) const {
        return Watched<U>(stage, name, deferred, picture_);
    }

    untwist::Deferred<T> deferred_;
    std::shared_ptr<Picture> picture_;
};

package import ImagePullCredentials

/// Distinct keys in insertion order until one is removed: the last one then takes its place, so adding and removing
/// take constant time.
package struct KeySet<Key: Hashable & Sendable>: Sendable {
  package private(set) var elements: [Key] = []
  /// The position of each key, if there are too many to scan.
  private var positions: [Key: Int] = [:]

  private static var smallCount: Int { 8 }

  package init() {}

  package var isEmpty: Bool { elements.isEmpty }
  package var count: Int { elements.count }

  package func position(of key: Key) -> Int? {
    elements.count > Self.smallCount ? positions[key] : elements.firstIndex(of: key)
  }

  package func contains(_ key: Key) -> Bool { position(of: key) != nil }

  /// Adds `key` at the end; returns its position if it already exists.
  @discardableResult
  package mutating func insert(_ key: Key) -> Int? {
    if let position = position(of: key) { return position }
    elements.append(key)
    if elements.count > Self.smallCount {
      if positions.isEmpty {
        for (position, key) in elements.enumerated() { positions[key] = position }
      } else {
        positions[key] = elements.count - 1
      }
    }
    return nil
  }

  /// Removes `key`, and returns its position, where the last one is now.
  @discardableResult
  package mutating func remove(_ key: Key) -> Int? {
    guard let position = position(of: key) else { return nil }
    let last = elements.removeLast()
    if position < elements.count { elements[position] = last }
    if elements.count > Self.smallCount {
      positions[key] = nil
      if position < elements.count { positions[last] = position }
    } else {
      positions = [:]
    }
    return position
  }
}

/// Elements found by their keys, in the order of a ``KeySet``. A later element replaces an earlier one with the same
/// key.
package struct KeyedTable<Key: Hashable & Sendable, Element: Sendable>: Sendable {
  package private(set) var elements: [Element] = []
  private var keys = KeySet<Key>()

  package init() {}

  package subscript(key: Key) -> Element? {
    keys.position(of: key).map { elements[$0] }
  }

  /// Adds `element`, and returns the one that it replaces.
  @discardableResult
  package mutating func insert(_ element: Element, for key: Key) -> Element? {
    guard let position = keys.insert(key) else {
      elements.append(element)
      return nil
    }
    let old = elements[position]
    elements[position] = element
    return old
  }

  /// Removes the element of `key`, and returns it.
  @discardableResult
  package mutating func remove(_ key: Key) -> Element? {
    guard let position = keys.remove(key) else { return nil }
    let old = elements[position]
    let last = elements.removeLast()
    if position < elements.count { elements[position] = last }
    return old
  }
}

/// The identity of an object in a table.
package struct ObjectKey: Sendable, Hashable {
  /// The kind, in a table with several kinds.
  package let kind: ExactText
  package let namespace: ExactText
  package let name: ExactText
  /// Distinguishes objects without a name, which the API server has not named yet: they are never equal. 0 for
  /// others.
  var serial = 0

  package init(kind: String = "", namespace: String, name: String) {
    self.kind = ExactText(kind)
    self.namespace = ExactText(namespace)
    self.name = ExactText(name)
  }

  package static func == (one: ObjectKey, other: ObjectKey) -> Bool {
    // Names differ more often than namespaces.
    one.name == other.name && one.namespace == other.namespace && one.kind == other.kind
      && one.serial == other.serial
  }
}

/// Storage that copies of a value share until one of them changes, so a copy costs one reference.
///
/// Safe to send, and without checks for exclusive access: it is changed only by a unique owner, which
/// ``makeUnique(_:)`` ensures.
package final class SharedStorage<Value: Sendable>: @unchecked Sendable {
  @exclusivity(unchecked) package var value: Value

  package init(_ value: Value) { self.value = value }

  /// Changes the value of `storage`, in place if it is not shared.
  @inline(__always)
  package static func change<Result>(
    _ storage: inout SharedStorage, _ body: (inout Value) -> Result
  ) -> Result {
    makeUnique(&storage)
    return body(&storage.value)
  }

  /// Copies the value of `storage` if it is shared, so that it may be changed.
  @inline(__always)
  package static func makeUnique(_ storage: inout SharedStorage) {
    if !isKnownUniquelyReferenced(&storage) { storage = SharedStorage(storage.value) }
  }
}

extension SharedStorage: Equatable where Value: Equatable {
  package static func == (one: SharedStorage, other: SharedStorage) -> Bool {
    one === other || one.value == other.value
  }
}

extension SharedStorage: Hashable where Value: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// Objects in the order they came, found by their keys. A later object takes the place of an
/// earlier one with the same key.
struct ObjectTable<Element: Sendable>: Sendable {
  private(set) var elements: [Element] = []
  private var positions: [ObjectKey: Int] = [:]

  /// Adds `element` and returns its position, nil if it took the place of an earlier one. An object
  /// without a name, which the API server is yet to name, is never the same as another.
  @discardableResult
  mutating func insert(_ element: Element, for key: ObjectKey) -> Int? {
    if !key.name.isEmpty {
      if let position = positions[key] {
        elements[position] = element
        return nil
      }
      positions[key] = elements.count
    }
    elements.append(element)
    return elements.count - 1
  }

  subscript(key: ObjectKey) -> Element? {
    positions[key].map { elements[$0] }
  }
}

/// What tells objects of one table apart.
struct ObjectKey: Sendable, Hashable {
  /// The kind, in a table that holds several.
  var kind = ""
  let namespace: String
  let name: String
}

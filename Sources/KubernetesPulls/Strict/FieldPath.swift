/// The way to a field of a JSON document, printed as Kubernetes prints it: `providers[0].name`.
struct FieldPath: CustomStringConvertible {
  private enum Component {
    case field(String)
    case index(Int)
  }

  private var components: [Component] = []

  /// Whether it is the way to the document itself.
  var isRoot: Bool { components.isEmpty }

  mutating func append(field: String) { components.append(.field(field)) }
  mutating func append(index: Int) { components.append(.index(index)) }
  mutating func removeLast() { _ = components.popLast() }

  var description: String {
    components.reduce(into: "") { text, component in
      switch component {
      case .field(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}

import ImagePullCredentials

/// The name of a Pod or workload, for messages.
struct SubjectName: Sendable, Hashable {
  let kind: SubjectKind
  /// Nil where any is meant.
  let namespace: String?
  let name: String

  init(kind: SubjectKind, namespace: String?, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  init(_ subject: PullResolution.Subject) {
    self.init(
      kind: subject.kind, namespace: subject.metadata.namespace, name: subject.metadata.name)
  }

  /// The options that select it.
  fileprivate func options(withNamespace: Bool) -> String {
    let option = "--\(kind.option.name) \(name)"
    return withNamespace ? "-n \(namespace ?? "") \(option)" : option
  }
}

/// Why no Pod or workload is selected.
enum SelectionError: Error, Hashable, CustomStringConvertible {
  /// The input holds none at all, or none in the namespace.
  case nothing(namespace: String?)
  /// There are several, and the command line names none.
  case several([SubjectName])
  /// There is none of that kind and name; these are of the kind.
  case notFound(SubjectName, among: [SubjectName])
  /// There is one of that kind and name in several namespaces.
  case severalNamespaces([SubjectName])

  /// How many choices a message lists.
  static let listLimit = 20

  var description: String {
    switch self {
    case .nothing(let namespace):
      "the input holds no Pod or workload\(Self.place(namespace))\n"
        + "Run: kubectl get pods,sa,secrets -o json"
    case .several(let choices):
      "the input holds \(choices.count) Pods and workloads; choose one:" + Self.list(choices)
    case .severalNamespaces(let choices):
      "that name is in \(choices.count) namespaces; choose one:" + Self.list(choices)
    case .notFound(let wanted, let choices):
      Self.describe(missing: wanted, among: choices)
    }
  }

  private static func describe(missing wanted: SubjectName, among choices: [SubjectName]) -> String
  {
    let place = place(wanted.namespace)
    let problem = "the input holds no \(wanted.kind.name) \(wanted.name)\(place)"
    guard !choices.isEmpty else { return "\(problem), nor any other \(wanted.kind.name)" }
    guard let near = nearest(to: wanted.name, in: choices.map(\.name)) else {
      return "\(problem); there are:" + list(choices)
    }
    return "\(problem); did you mean \(near)?"
  }

  private static func place(_ namespace: String?) -> String {
    namespace.map { " in namespace \($0)" } ?? ""
  }

  /// The options that select each of `choices`, a line each.
  private static func list(_ choices: [SubjectName]) -> String {
    let withNamespace = Set(choices.map(\.namespace)).count > 1
    var lines = choices.prefix(listLimit).map { $0.options(withNamespace: withNamespace) }
    if choices.count > listLimit { lines.append("… and \(choices.count - listLimit) more") }
    return lines.map { "\n\($0)" }.joined()
  }
}

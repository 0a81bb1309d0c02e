import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

/// The Pod or workload in a command line.
struct SubjectSelector: Sendable {
  private let wanted: Wanted?
  private let namespace: String?

  /// The requested name: `pod/NAME`, `--pod NAME`, or a name of any kind.
  private struct Wanted: Sendable {
    let kind: SubjectKind?
    let name: String
  }

  /// The selected Pod or workload.
  struct Selection: Sendable {
    let subject: PullResolution.Subject
    /// Why it is selected, if the command line does not name it.
    let note: SafeText?
  }

  /// Reads the options ``options``, and `operand`, which may also name a Pod or workload.
  init(_ arguments: Arguments, operand: Arguments.Operand? = nil) throws(ArgumentError) {
    namespace = arguments.value(of: .namespace)
    var given: [(title: SafeText, wanted: Wanted)] = []
    if let operand {
      given.append(("argument \(operand.position)", try Self.wanted(operand)))
    }
    for kind in SubjectKind.allCases {
      guard let name = arguments.value(of: kind.option) else { continue }
      given.append((kind.option.title, Wanted(kind: kind, name: name)))
    }
    if given.count > 1 {
      throw .conflict(given[0].title, given[1].title)
    }
    wanted = given.first?.wanted
  }

  private static func wanted(
    _ operand: Arguments.Operand
  ) throws(ArgumentError) -> Wanted {
    let parts = operand.text.split(separator: "/", omittingEmptySubsequences: false)
    switch parts.count {
    case 1 where !operand.text.utf8.contains(where: { ":@".utf8.contains($0) }):
      return Wanted(kind: nil, name: operand.text)
    case 2:
      // As printed by kubectl: deployment.apps/web.
      if let kind = SubjectKind(word: String(parts[0].prefix { $0 != "." })) {
        return Wanted(kind: kind, name: String(parts[1]))
      }
    default: break
    }
    throw .unexpectedOperand(
      position: operand.position, advice: "write pod/NAME, deploy/NAME or NAME, or --image IMAGE")
  }

  /// The options that name a Pod or a workload, and its namespace.
  static let options = SubjectKind.allCases.map(\.option) + [.namespace]

  /// The selected Pod or workload.
  func select(from objects: KubernetesObjects) throws(SelectionError) -> Selection {
    let all = objects.subjects.filter { subject in
      namespace.map { $0.utf8.elementsEqual(subject.metadata.namespace.utf8) } ?? true
    }
    guard let wanted else { return try unnamed(of: all) }
    let ofKind = all.filter { wanted.kind == nil || $0.kind == wanted.kind }
    let found = ofKind.filter { $0.metadata.name.utf8.elementsEqual(wanted.name.utf8) }
    guard let first = found.first else {
      throw .notFound(
        kind: wanted.kind, namespace: namespace, name: wanted.name,
        among: ofKind.map(SubjectName.init))
    }
    guard found.count == 1 else { throw .several(found.map(SubjectName.init)) }
    return Selection(subject: first, note: nil)
  }

  /// The only one; or else the only Pod that fails to pull, or one of several equal ones that fail.
  private func unnamed(of all: [PullResolution.Subject]) throws(SelectionError) -> Selection {
    guard let only = all.first else { throw .nothing(namespace: namespace) }
    guard all.count > 1 else { return Selection(subject: only, note: nil) }
    let failing = all.compactMap {
      if case .pod(let pod) = $0, pod.failsToPull { pod } else { nil }
    }
    guard let first = failing.first else { throw .several(all.map(SubjectName.init)) }
    guard failing.count > 1 else {
      return Selection(subject: .pod(first), note: "the only Pod that fails to pull")
    }
    guard let owner = first.metadata.controller,
      failing.allSatisfy({
        $0.metadata.controller == owner && $0.namespace.hasSameBytes(as: first.namespace)
      })
    else { throw .several(failing.map { SubjectName(.pod($0)) }) }
    return Selection(
      subject: .pod(first),
      note: """
        one of \(failing.count) Pods of \(word: owner.kind) \(name: owner.name) that fail to pull
        """)
  }
}

/// The kinds of objects whose pulls can be resolved: Pods, and workloads that create Pods from a
/// template.
enum SubjectKind: Sendable, Hashable, CaseIterable {
  case pod
  case workload(Workload.Kind)

  static let allCases = [.pod] + Workload.Kind.allCases.map(SubjectKind.workload)

  /// The API's name, such as `StatefulSet`.
  var name: String {
    switch self {
    case .pod: "Pod"
    case .workload(let kind): kind.rawValue
    }
  }

  /// The option that names an object of the kind: its name in lower case, as in kubectl.
  var option: Option {
    Option(name.lowercased(), value: "NAME", help: "The \(word: name) of that name.")
  }

  /// The kind with this name in kubectl: `pod`, `pods`, `po`.
  init?(word: String) {
    let word = word.lowercased() == "po" ? "pod" : word.lowercased()
    let kind = Self.allCases.first { kind in
      let name = kind.name.lowercased()
      return word == name || word == name + "s" || word == kind.shortName
    }
    guard let kind else { return nil }
    self = kind
  }

  /// kubectl's short name, or else the name.
  var shortName: String {
    switch self {
    case .pod: "pod"
    case .workload(.deployment): "deploy"
    case .workload(.statefulSet): "sts"
    case .workload(.daemonSet): "ds"
    case .workload(.replicaSet): "rs"
    case .workload(.replicationController): "rc"
    case .workload(.cronJob): "cj"
    case .workload(.job), .workload(.podTemplate): name.lowercased()
    }
  }
}

extension PullResolution.Subject {
  /// The kind of the object.
  var kind: SubjectKind {
    switch self {
    case .pod: .pod
    case .workload(let workload): .workload(workload.kind)
    }
  }
}

extension KubernetesObjects {
  /// The Pods, then the workloads.
  fileprivate var subjects: [PullResolution.Subject] {
    pods.map(PullResolution.Subject.pod) + workloads.map(PullResolution.Subject.workload)
  }
}

// MARK: - Errors

/// The name of a Pod or workload, for messages.
struct SubjectName: Sendable, Hashable {
  let kind: SubjectKind
  let namespace: String
  let name: String

  init(_ subject: PullResolution.Subject) {
    kind = subject.kind
    namespace = subject.metadata.namespace
    name = subject.metadata.name
  }

  /// The arguments that select it.
  fileprivate func arguments(withNamespace: Bool) -> SafeText {
    let subject: SafeText = "\(word: kind.shortName)/\(name: name)"
    return withNamespace ? "-n \(name: namespace) \(subject)" : subject
  }
}

/// Why no Pod or workload is selected.
enum SelectionError: CommandError, Hashable {
  /// There is none in the input or in the namespace.
  case nothing(namespace: String?)
  /// There are several candidates.
  case several([SubjectName])
  /// There is none with that kind, if given, and name; these are of the kind.
  case notFound(kind: SubjectKind?, namespace: String?, name: String, among: [SubjectName])

  /// The most choices in a message.
  static let listLimit = 20

  var message: SafeText {
    switch self {
    case .nothing(let namespace):
      """
      the input holds no Pod or workload\(Self.place(namespace))
      Run: kubectl get pods,sa,secrets -o json
      """
    case .several(let choices):
      "the input holds \(choices.count) Pods and workloads that may be meant; choose one:\(Self.list(choices))"
    case .notFound(let kind, let namespace, let name, let choices):
      Self.describe(missing: name, kind, namespace, among: choices)
    }
  }

  private static func describe(
    missing name: String, _ kind: SubjectKind?, _ namespace: String?, among choices: [SubjectName]
  ) -> SafeText {
    let what: SafeText = kind.map { "\(word: $0.name)" } ?? "Pod or workload"
    let problem: SafeText = "the input holds no \(what) \(name: name)\(place(namespace))"
    guard !choices.isEmpty else { return "\(problem), nor any other \(what)" }
    guard let near = nearest(to: name, in: choices.map(\.name)) else {
      return "\(problem); there are:\(list(choices))"
    }
    return "\(problem); did you mean \(name: near)?"
  }

  private static func place(_ namespace: String?) -> SafeText {
    namespace.map { " in namespace \(name: $0)" } ?? ""
  }

  /// The arguments that select each of `choices`, one per line.
  private static func list(_ choices: [SubjectName]) -> SafeText {
    let withNamespace = Set(choices.map(\.namespace)).count > 1
    var lines = choices.prefix(listLimit).map { $0.arguments(withNamespace: withNamespace) }
    if choices.count > listLimit { lines.append("… and \(choices.count - listLimit) more") }
    return lines.map { "\n\($0)" }.joined()
  }
}

import ImagePullCredentials

/// Which Pod or workload a command line means.
struct SubjectSelector: Sendable {
  /// The kind, as the API has it, and the name; nil for the only one that there is.
  private let wanted: (kind: SubjectKind, name: String)?
  private let namespace: String?

  /// Reads the options ``options``.
  init(_ arguments: Arguments) throws(ArgumentError) {
    namespace = arguments.value(of: .namespace)
    let given = SubjectKind.allCases.compactMap { kind in
      arguments.value(of: kind.option).map { (kind: kind, name: $0) }
    }
    if given.count > 1 {
      throw .conflict(
        "--\(given[0].kind.option.name)", "--\(given[1].kind.option.name)",
        of: arguments.subcommand)
    }
    wanted = given.first
  }

  /// The options that name a Pod or a workload, and its namespace.
  static let options = SubjectKind.allCases.map(\.option) + [.namespace]

  /// The Pod or workload that is meant.
  func select(
    from objects: KubernetesObjects
  ) throws(SelectionError) -> PullResolution.Subject {
    let all = objects.subjects.filter { namespace == nil || $0.metadata.namespace == namespace }
    guard let wanted else {
      guard let only = all.first else { throw .nothing(namespace: namespace) }
      guard all.count == 1 else { throw .several(all.map(SubjectName.init)) }
      return only
    }
    let ofKind = all.filter { $0.kind == wanted.kind }
    let found = ofKind.filter { $0.metadata.name == wanted.name }
    guard let first = found.first else {
      throw .notFound(
        SubjectName(kind: wanted.kind, namespace: namespace, name: wanted.name),
        among: ofKind.map(SubjectName.init))
    }
    guard found.count == 1 else { throw .severalNamespaces(found.map(SubjectName.init)) }
    return first
  }
}

/// The kinds of objects whose pulls can be resolved: a Pod, or what makes Pods from a template.
enum SubjectKind: Sendable, Hashable, CaseIterable {
  case pod
  case workload(Workload.Kind)

  static let allCases = [.pod] + Workload.Kind.allCases.map(SubjectKind.workload)

  /// As the API has it, such as `StatefulSet`.
  var name: String {
    switch self {
    case .pod: "Pod"
    case .workload(let kind): kind.rawValue
    }
  }

  /// The option that names an object of the kind: its name in lower case, as kubectl has it.
  var option: Option {
    Option(name.lowercased(), value: "NAME", help: "The \(name) of that name.")
  }
}

extension PullResolution.Subject {
  /// What kind of object it is.
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

  /// Resolves the pulls of a Pod or a workload.
  func resolve(
    _ subject: PullResolution.Subject, merging merge: PullResolution.Merge
  ) -> PullResolution {
    switch subject {
    case .pod(let pod): resolve(pod, merging: merge)
    case .workload(let workload): resolve(workload, merging: merge)
    }
  }
}

/// One object of a kind that has to do with pulls.
package enum KubernetesObject: Sendable {
  case pod(Pod)
  case workload(Workload)
  case secret(Secret)
  case serviceAccount(ServiceAccount)
  case event(Event)
  case secretMaker(SecretMaker)
  case node(Node)
}

extension KubernetesObject {
  /// The kinds of objects that are decoded.
  enum Kind {
    case pod
    case workload(Workload.Kind)
    case secret
    case serviceAccount
    case event
    case secretMaker(SecretMaker.Kind)
    case node

    /// The kind called `name` in the API group of `apiVersion`; nil for all others. Without an
    /// `apiVersion` the name decides.
    init?(_ name: String, apiVersion: String?) {
      let groups: [String]
      switch name {
      case "Pod": (self, groups) = (.pod, [""])
      case "Secret": (self, groups) = (.secret, [""])
      case "ServiceAccount": (self, groups) = (.serviceAccount, [""])
      case "Event": (self, groups) = (.event, ["", "events.k8s.io"])
      case "ExternalSecret":
        (self, groups) = (.secretMaker(.externalSecret), ["external-secrets.io"])
      case "SealedSecret": (self, groups) = (.secretMaker(.sealedSecret), ["bitnami.com"])
      case "Node": (self, groups) = (.node, [""])
      default:
        guard let kind = Workload.Kind(rawValue: name) else { return nil }
        (self, groups) = (.workload(kind), kind.groups)
      }
      guard let apiVersion, !apiVersion.isEmpty else { return }
      // `group/version`, or `version` alone in the core group.
      let parts = apiVersion.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard groups.contains(where: { $0 == (parts.count == 2 ? parts[0] : "") }) else { return nil }
    }
  }

  /// Reads the object that is next.
  init(
    _ kind: Kind, _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    switch kind {
    case .pod:
      self = .pod(try Pod(&reader, defaultNamespace: defaultNamespace))
    case .workload(let kind):
      self = .workload(try Workload(kind, &reader, defaultNamespace: defaultNamespace))
    case .secret:
      self = .secret(try Secret(&reader, defaultNamespace: defaultNamespace))
    case .serviceAccount:
      self = .serviceAccount(try ServiceAccount(&reader, defaultNamespace: defaultNamespace))
    case .event:
      self = .event(try Event(&reader, defaultNamespace: defaultNamespace))
    case .secretMaker(let kind):
      self = .secretMaker(try SecretMaker(kind, &reader, defaultNamespace: defaultNamespace))
    case .node:
      self = .node(try Node(&reader))
    }
  }
}

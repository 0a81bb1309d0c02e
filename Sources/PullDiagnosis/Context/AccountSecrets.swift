import ImagePullCredentials
import KubernetesPulls

/// The Secrets of a ServiceAccount's list that a Pod was not given, and which images they are for.
struct AccountSecrets {
  private var keyring = Keyring()
  private var order: [String: Int] = [:]

  /// Nil where there are none.
  init?(
    of account: ServiceAccount?, notIn references: [PullResolution.Reference],
    _ index: Cluster
  ) {
    guard let account, !account.imagePullSecrets.isEmpty else { return nil }
    let given = Set(references.compactMap(\.item.name))
    for name in account.imagePullSecrets.compactMap(\.name)
    where !given.contains(name) && order[name] == nil {
      guard
        case .config(let config) =
          index.objects.secret(namespace: account.namespace, name: name)?.content
      else { continue }
      order[name] = order.count
      keyring.add(config, source: .secret(namespace: account.namespace, name: name))
    }
    if order.isEmpty { return nil }
  }

  /// How many keys there are.
  var keyCount: Int { keyring.count }

  /// The first Secret of the list that holds a credential for `image`.
  func name(for image: ImageReference) -> String? {
    keyring.credentials(for: image).prefix(PodKeys.credentialLimit)
      .compactMap { credential -> String? in
        guard credential.hasPassword, case .secret(_, let name, _, _) = credential.source
        else { return nil }
        return name
      }
      .min { order[$0, default: .max] < order[$1, default: .max] }
  }
}

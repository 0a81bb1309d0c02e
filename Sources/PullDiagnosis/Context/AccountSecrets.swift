import ImagePullCredentials
import KubernetesPulls

/// The Secrets of a ServiceAccount's list, and which images they are for.
struct AccountSecrets {
  private let names: Set<ExactText>
  private var keyring = Keyring()
  private var order: [ExactText: Int] = [:]

  /// Those of `account` that are in the cluster. O(list, and the keys of its Secrets).
  init(of account: ServiceAccount, in cluster: Cluster) {
    let listed = account.imagePullSecrets.compactMap(\.name)
    names = Set(listed.map(ExactText.init))
    for name in listed where order[ExactText(name)] == nil {
      guard
        case .config(let config) =
          cluster.objects.secret(namespace: account.namespace, name: name)?.content
      else { continue }
      order[ExactText(name)] = order.count
      keyring.add(config, source: .secret(namespace: account.namespace, name: name))
    }
  }

  /// Whether the list names the Secret `name`.
  func contains(_ name: String) -> Bool { names.contains(ExactText(name)) }

  /// The first Secret of the list that holds a credential for `image` and is none of `given`.
  func name(for image: ImageReference, besides given: Set<ExactText>) -> String? {
    keyring.credentials(for: image).lazy
      .compactMap { credential -> ExactText? in
        guard credential.hasPassword, case .secret(_, let name, _, _) = credential.source,
          !given.contains(ExactText(name))
        else { return nil }
        return ExactText(name)
      }
      .prefix(PodKeys.credentialLimit)
      .min { order[$0, default: .max] < order[$1, default: .max] }?.text
  }
}

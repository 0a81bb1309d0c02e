import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// A ServiceAccount's list has a Secret that is for no image of its Pods.
  static let unusedAccountSecret = Rule.pod([
    .serviceAccountSecretUnused:
      "A ServiceAccount lists a Secret that has a key for no image of the Pods that run as it."
  ]) { pod in
    guard let account = pod.resolution.serviceAccount, let manifests = pod.manifests else {
      return []
    }
    return manifests.unusedSecrets(of: account).map { name in
      Claim(
        .serviceAccountSecretUnused, .exactly(.worthKnowing), about: nil,
        [.serviceAccount(account.namespace, account.name), .secret(account.namespace, name)],
        problem: """
          ServiceAccount \(word: account.namespace)/\(word: account.name) lists \
          \(quoted: name), which has no key for an image of the Pods that run as it.
          """,
        advice: "Take it off the list, or add a key for the registry that is meant.")
    }
  }
}

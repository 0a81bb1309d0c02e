// The command lines of kubectl that findings suggest.

import ImagePullCredentials
import KubernetesPulls

/// The command lines of kubectl that findings suggest. Each is nil if a name in it is invalid.
///
/// A command never contains a password: it comes from a variable that has to be set, from the cloud's
/// own login, or stays in its Secret.
struct Kubectl {
  private let namespace: String

  /// Commands for the objects of `namespace`.
  init(_ namespace: String) { self.namespace = namespace }

  private func line(_ words: ShellCommand.Word?...) -> ShellCommand? { line(words) }

  private func line(_ words: [ShellCommand.Word?]) -> ShellCommand? {
    ShellCommand(["kubectl", "-n", .name(namespace)] + words)
  }
}

// MARK: - Objects

extension Kubectl {
  /// Shows an object and its Events.
  func describe(_ kind: String, _ name: String) -> ShellCommand? {
    line("describe", .name(kind.lowercased()), .name(name))
  }

  /// Deletes a Pod, so that its owner creates another.
  func deletePod(_ name: String) -> ShellCommand? { line("delete", "pod", .name(name)) }

  /// Recreates all Pods of a workload.
  func restart(_ kind: Workload.Kind, _ name: String) -> ShellCommand? {
    switch kind {
    case .deployment, .statefulSet, .daemonSet:
      line("rollout", "restart", .name(kind.word), .name(name))
    case .replicaSet, .replicationController, .job, .cronJob, .podTemplate: nil
    }
  }

  /// Lets all ServiceAccounts of namespace `other` pull from this one's images in OpenShift's own registry.
  func grantImagePull(to other: String) -> ShellCommand? {
    guard other.isObjectName else { return nil }
    return line(
      "create", "rolebinding", .name("image-puller-\(other)"),
      "--clusterrole=system:image-puller",
      .option("--group", "system:serviceaccounts:\(other)"))
  }

  func createServiceAccount(_ name: String) -> ShellCommand? {
    line("create", "serviceaccount", .name(name))
  }

  /// Makes the Pods of a workload run as a ServiceAccount.
  func setServiceAccount(
    of kind: Workload.Kind, _ name: String, to account: String
  ) -> ShellCommand? {
    guard kind.canBePatched, kind != .cronJob else { return nil }
    return line("set", "serviceaccount", .name(kind.word), .name(name), .name(account))
  }

  /// Adds a Secret to the list of a workload's template, which is merged by name.
  func addPullSecret(_ secret: String, to kind: Workload.Kind, _ name: String) -> ShellCommand? {
    guard secret.isObjectName, kind.canBePatched else { return nil }
    var patch = JSONWriter()
    for member in kind.podSpecPath {
      patch.beginObject()
      patch.name(member)
    }
    patch.beginObject()
    patch.name("imagePullSecrets")
    patch.beginArray()
    patch.beginObject()
    patch.name("name")
    patch.string(secret)
    patch.endObject()
    patch.endArray()
    patch.endObject()
    for _ in kind.podSpecPath { patch.endObject() }
    return line("patch", .name(kind.word), .name(name), "-p", .argument(patch.text))
  }

  /// Adds a Secret to the list of a ServiceAccount.
  func addPullSecret(_ secret: String, to account: ServiceAccount) -> ShellCommand? {
    guard let patch = try? account.patch(addingPullSecrets: [secret]) else { return nil }
    return line(
      "patch", "serviceaccount", .name(account.name), "--type=json", "-p",
      .argument(String(decoding: patch, as: UTF8.self)))
  }
}

extension Workload.Kind {
  /// kubectl's name for it.
  fileprivate var word: String { rawValue.lowercased() }

  /// Whether the template can be changed and the change reaches the Pods. A Job's cannot, and a
  /// change in a ReplicaSet does not change its existing Pods.
  fileprivate var canBePatched: Bool {
    [.deployment, .statefulSet, .daemonSet, .cronJob].contains(self)
  }
}

// MARK: - Secrets

extension Kubectl {
  /// Creates a Secret for a registry.
  func createSecret(_ name: String, _ login: RegistryLogin) -> ShellCommand? {
    line(
      "create", "secret", "docker-registry", .name(name),
      .option("--docker-server", login.server), login.username, login.password)
  }

  /// The same, replacing a Secret. Types and immutable Secrets cannot be edited: unless it is edited in place,
  /// the Secret is deleted, but only after the new one is prepared.
  func replaceSecret(_ name: String, _ login: RegistryLogin, inPlace: Bool) -> ShellCommand? {
    createSecret(name, login).flatMap { creation in
      creation + ShellCommand(["--dry-run=client", "-o", "yaml"] + (inPlace ? apply : replace))
    }
  }

  /// Puts the credential under another key of the same document, and shows none. Nil for a key that
  /// cannot be written so that sed takes it as it is.
  func rekeySecret(
    _ name: String, from old: String, to new: String, inPlace: Bool = true
  ) -> ShellCommand? {
    guard let pattern = Sed.pattern(old), let text = Sed.pattern(new) else { return nil }
    return line(
      "get", "secret", .name(name), "-o", #"'jsonpath={.data.\.dockerconfigjson}'"#, "|", "base64",
      "--decode", "|", "sed", .argument("s#\"\(pattern)\" *:#\"\(text)\":#"), "|"
    )
    .flatMap {
      $0
        + line(
          [
            "create", "secret", "docker-registry", .name(name),
            "--from-file=.dockerconfigjson=/dev/stdin", "--dry-run=client", "-o", "yaml",
          ] + (inPlace ? apply : replace))
    }
  }

  /// Changes the type of a Secret by deleting and recreating it with its data; the value of `key`
  /// moves to the type's key.
  func retypeSecret(
    _ name: String, from type: String, to format: PullSecretFormat, key: String? = nil
  ) -> ShellCommand? {
    guard let oldType = Sed.pattern(type), let newType = Sed.pattern(format.type),
      let newKey = Sed.pattern(format.key)
    else { return nil }
    var words: [ShellCommand.Word?] = ["get", "secret", .name(name), "-o", "json"]
    if let key, key != format.key {
      guard let oldKey = Sed.pattern(key) else { return nil }
      words += ["|", "sed", .argument("s#\"\(oldKey)\":#\"\(newKey)\":#")]
    }
    words += ["|", "sed", .argument("s#\"type\": \"\(oldType)\"#\"type\": \"\(newType)\"#")]
    return line(words + replace)
  }

  /// Copies a Secret of this namespace to another.
  func copySecret(_ name: String, to other: String) -> ShellCommand? {
    guard namespace.isObjectName, other.isObjectName else { return nil }
    let change = "s/\"namespace\": \"\(namespace)\"/\"namespace\": \"\(other)\"/"
    return line(
      ["get", "secret", .name(name), "-o", "json", "|", "sed", .argument(change)] + apply)
  }

  private var apply: [ShellCommand.Word?] { ["|", "kubectl", "apply", "-f", "-"] }

  private var replace: [ShellCommand.Word?] { ["|", "kubectl", "replace", "--force", "-f", "-"] }
}

/// Text in a `s#…#…#` of sed.
private enum Sed {
  /// `text` as in JSON, for sed to find or insert; nil unless it is plain: the author of a Secret
  /// must not be able to inject commands.
  static func pattern(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return nil }
    var pattern = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": pattern += #"\\n"#
      case "\r": pattern += #"\\r"#
      case "\t": pattern += #"\\t"#
      case "\0"..<" ": return nil
      case "\"": pattern += #"\\""#
      // kubectl and Docker write these as JSON escapes that other tools do not use.
      case "\\", "&", "<", ">": return nil
      case ".", "*", "[", "]", "^", "$": pattern += "\\\(scalar)"
      default: pattern.unicodeScalars.append(scalar)
      }
    }
    return pattern
  }
}

// MARK: - Logins

/// How a command gets a user and a password for a registry without containing them.
struct RegistryLogin {
  /// The registry, in the form of a key.
  let server: String
  /// The options for the user and the password.
  let username: ShellCommand.Word
  let password: ShellCommand.Word?

  /// The login for the registry of `image`: the cloud's own login if there is one, or else variables
  /// that have to be set, or the shell stops.
  init(for image: ImageReference) {
    server = Self.server(for: image)
    switch CloudRegistry(image) {
    case .ecr(let host):
      username = "--docker-username=AWS"
      password = .option(
        "--docker-password",
        outputOf: ShellCommand("aws", "ecr", "get-login-password", "--region", .name(host.region)))
    case .google:
      // An access token expires after an hour; a service account's key does not.
      username = "--docker-username=_json_key"
      password = #"--docker-password="$(cat "${GOOGLE_KEY_FILE:?}")""#
    case .publicECR:
      // Public ECR has tokens only in one region.
      username = "--docker-username=AWS"
      password = .option(
        "--docker-password",
        outputOf: ShellCommand("aws", "ecr-public", "get-login-password", "--region", "us-east-1"))
    case .nvidia:
      username = "--docker-username='$oauthtoken'"
      password = #"--docker-password="${NGC_API_KEY:?}""#
    case .yandex:
      username = "--docker-username=json_key"
      password = #"--docker-password="$(cat "${YANDEX_KEY_FILE:?}")""#
    case .ibm:
      username = "--docker-username=iamapikey"
      password = #"--docker-password="${IBMCLOUD_API_KEY:?}""#
    case .digitalOcean:
      username = #"--docker-username="${DIGITALOCEAN_TOKEN:?}""#
      password = #"--docker-password="${DIGITALOCEAN_TOKEN:?}""#
    case .azure, .oracle, .redHat, .openShift, .huawei, .gitHub, .gitLab, .quay, .dockerHub, .other:
      username = #"--docker-username="${REGISTRY_USER:?}""#
      password = #"--docker-password="${REGISTRY_PASSWORD:?}""#
    }
  }

  /// The key to write for the registry of `image`.
  static func server(for image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }
}

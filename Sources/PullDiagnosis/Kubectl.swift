// The command lines of kubectl that findings suggest.

import ImagePullCredentials
import KubernetesPulls

/// The command lines of kubectl that findings suggest. Each is nil if a name in it is no name.
///
/// A password never stands in a command: it comes from a variable that has to be set, from the
/// cloud's own login, or stays in the Secret that has it.
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

  /// Deletes a Pod, so that its owner makes another.
  func deletePod(_ name: String) -> ShellCommand? { line("delete", "pod", .name(name)) }

  /// Makes all Pods of a workload anew.
  func restart(_ kind: Workload.Kind, _ name: String) -> ShellCommand? {
    switch kind {
    case .deployment, .statefulSet, .daemonSet:
      line("rollout", "restart", .name(kind.word), .name(name))
    case .replicaSet, .replicationController, .job, .cronJob, .podTemplate: nil
    }
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
  /// As kubectl calls it.
  fileprivate var word: String { rawValue.lowercased() }

  /// Whether the template can be changed and the change reaches the Pods. A Job's cannot; what is
  /// changed in a ReplicaSet changes no Pod that it has.
  fileprivate var canBePatched: Bool {
    [.deployment, .statefulSet, .daemonSet, .cronJob].contains(self)
  }
}

// MARK: - Secrets

extension Kubectl {
  /// Makes a Secret for a registry.
  func createSecret(_ name: String, _ login: RegistryLogin) -> ShellCommand? {
    line(
      "create", "secret", "docker-registry", .name(name),
      .option("--docker-server", login.server), login.username, login.password)
  }

  /// The same in the place of a Secret. Types cannot be edited: one of another type is deleted, but
  /// only when the new one is there to be made.
  func replaceSecret(_ name: String, _ login: RegistryLogin, sameType: Bool) -> ShellCommand? {
    createSecret(name, login).flatMap { creation in
      creation + ShellCommand(["--dry-run=client", "-o", "yaml"] + (sameType ? apply : replace))
    }
  }

  /// Puts the credential under another key of the same document, and shows none. Nil for a key that
  /// cannot be written so that sed takes it as it is.
  func rekeySecret(_ name: String, from old: String, to new: String) -> ShellCommand? {
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
          ] + apply)
    }
  }

  /// Gives a Secret another type, by deleting it and making it again with the data it has; what is
  /// under `key` is put under the key of the type.
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
  /// `text` as it stands in JSON, for sed to find or to put there; nil unless it is plain enough: who
  /// writes a Secret must not write commands for who repairs it.
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
      // kubectl and Docker write these as escapes of JSON that others do not use.
      case "\\", "&", "<", ">": return nil
      case ".", "*", "[", "]", "^", "$": pattern += "\\\(scalar)"
      default: pattern.unicodeScalars.append(scalar)
      }
    }
    return pattern
  }
}

// MARK: - Logins

/// How a user and a password for a registry get into a command without being written there.
struct RegistryLogin {
  /// The registry, as a key names it.
  let server: String
  /// The options that name the user and the password.
  let username: ShellCommand.Word
  let password: ShellCommand.Word?

  /// What logs in to the registry of `image`: the cloud's own login where there is one, or else
  /// variables, without which the shell stops.
  init(for image: ImageReference) {
    server = Self.server(for: image)
    switch CloudRegistry(image) {
    case .ecr(let host):
      username = "--docker-username=AWS"
      password = .option(
        "--docker-password",
        outputOf: ShellCommand("aws", "ecr", "get-login-password", "--region", .name(host.region)))
    case .google:
      // An access token would last an hour; a service account's key lasts.
      username = "--docker-username=_json_key"
      password = #"--docker-password="$(cat "${GOOGLE_KEY_FILE:?}")""#
    case .publicECR:
      // Public ECR gives tokens in one region only.
      username = "--docker-username=AWS"
      password = .option(
        "--docker-password",
        outputOf: ShellCommand("aws", "ecr-public", "get-login-password", "--region", "us-east-1"))
    case .nvidia:
      username = "--docker-username='$oauthtoken'"
      password = #"--docker-password="${NGC_API_KEY:?}""#
    case .ibm:
      username = "--docker-username=iamapikey"
      password = #"--docker-password="${IBMCLOUD_API_KEY:?}""#
    case .digitalOcean:
      username = #"--docker-username="${DIGITALOCEAN_TOKEN:?}""#
      password = #"--docker-password="${DIGITALOCEAN_TOKEN:?}""#
    case .azure, .oracle, .redHat, .openShift, .gitHub, .gitLab, .quay, .dockerHub, .other:
      username = #"--docker-username="${REGISTRY_USER:?}""#
      password = #"--docker-password="${REGISTRY_PASSWORD:?}""#
    }
  }

  /// The key to write for the registry of `image`.
  static func server(for image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }
}

import ImagePullCredentials

/// The command lines of kubectl that findings suggest. Each is nil where a name in it is no name.
enum Kubectl {
  /// `kubectl -n NAMESPACE WORD…`.
  static func line(_ namespace: String, _ words: ShellCommand.Word?...) -> ShellCommand? {
    ShellCommand(["kubectl", "-n", .name(namespace)] + words)
  }

  /// Makes a Secret for `server`, whose user and password the reader fills in.
  static func createSecret(_ namespace: String, _ name: String, server: String) -> ShellCommand? {
    line(
      namespace, "create", "secret", "docker-registry", .name(name),
      .option("--docker-server", server), "--docker-username=USER", "--docker-password=PASSWORD")
  }

  /// The same in the place of a Secret of the same type.
  static func replaceSecret(_ namespace: String, _ name: String, server: String) -> ShellCommand? {
    createSecret(namespace, name, server: server).flatMap {
      $0 + ShellCommand("--dry-run=client", "-o", "yaml", "|", "kubectl", "apply", "-f", "-")
    }
  }

  /// The same in the place of a Secret of another type: types cannot be edited.
  static func recreateSecret(_ namespace: String, _ name: String, server: String) -> ShellCommand? {
    line(namespace, "delete", "secret", .name(name), "--ignore-not-found", "&&").flatMap {
      $0 + createSecret(namespace, name, server: server)
    }
  }

  /// Gives a Secret another type, by deleting it and making it again with the data it has; what is
  /// under `key` is put under `.dockerconfigjson`. Nil for a type that sed would read as more than
  /// text: who writes a Secret must not write commands for who repairs it.
  static func retypeSecret(
    _ namespace: String, _ name: String, from type: String, to other: String, key: String? = nil
  ) -> ShellCommand? {
    guard type.utf8.allSatisfy(\.isPlainInSed) else { return nil }
    var words: [ShellCommand.Word?] = []
    if let key {
      guard key.utf8.allSatisfy(\.isPlainInSed) else { return nil }
      words += ["|", "sed", .argument("s#\"\(key)\":#\".dockerconfigjson\":#")]
    }
    words += ["|", "sed", .argument("s#\"type\": \"\(type)\"#\"type\": \"\(other)\"#")]
    words += ["|", "kubectl", "replace", "--force", "-f", "-"]
    return line(namespace, "get", "secret", .name(name), "-o", "json").flatMap {
      $0 + ShellCommand(words)
    }
  }

  /// Copies a Secret to another namespace.
  static func copySecret(_ name: String, from namespace: String, to other: String) -> ShellCommand?
  {
    guard namespace.isObjectName, other.isObjectName else { return nil }
    let change = "s/\"namespace\": \"\(namespace)\"/\"namespace\": \"\(other)\"/"
    return line(
      namespace, "get", "secret", .name(name), "-o", "json", "|", "sed", .argument(change), "|",
      "kubectl", "apply", "-f", "-")
  }

  /// Adds a Secret to a ServiceAccount's list. A merging patch would replace a list that has items,
  /// a JSON patch appends to it.
  static func patch(_ account: ServiceAccount, adding secret: String) -> ShellCommand? {
    guard secret.isObjectName else { return nil }
    let isEmpty = account.imagePullSecrets.isEmpty
    var patch = JSONWriter()
    if isEmpty {
      patch.beginObject()
      patch.name("imagePullSecrets")
      patch.beginArray()
    } else {
      patch.beginArray()
      patch.beginObject()
      patch.name("op")
      patch.string("add")
      patch.name("path")
      patch.string("/imagePullSecrets/-")
      patch.name("value")
    }
    patch.beginObject()
    patch.name("name")
    patch.string(secret)
    patch.endObject()
    if isEmpty {
      patch.endArray()
      patch.endObject()
    } else {
      patch.endObject()
      patch.endArray()
    }
    let start = line(account.namespace, "patch", "serviceaccount", .name(account.name))
    return start.flatMap {
      $0 + ShellCommand((isEmpty ? [] : ["--type=json"]) + ["-p", .argument(patch.text)])
    }
  }

  /// The server to name for the registry of `image`.
  static func server(for image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }
}

extension UInt8 {
  /// Whether sed reads the byte in a pattern as itself, or, as for a dot, as harmless; and no
  /// separator of its commands.
  fileprivate var isPlainInSed: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._/:=".utf8.contains(self)
    }
  }
}

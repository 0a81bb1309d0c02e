import ImagePullCredentials
import KubernetesPulls

extension Subcommand {
  /// `pullcreds patch-serviceaccount`.
  static let patchServiceAccount = Subcommand(
    name: "patch-serviceaccount",
    summary: "The patch that gives a ServiceAccount more pull secrets.",
    usage: ["SECRET… [--serviceaccount NAME] [-n NAME] [-f FILE]… [--manifest]"],
    about: [
      "Reads the ServiceAccount as kubectl get sa NAME -o json prints it, and prints the patch "
        + "that adds each SECRET to the end of its list imagePullSecrets, for kubectl patch "
        + "serviceaccount NAME --type=json -p. It keeps all Secrets in the list, also those "
        + "that were added in the meantime. If there was no list and there is one by then, it "
        + "fails. A SECRET that is in the list already is left out.",
      "Only Pods that are created later, without their own pull secrets, get the list.",
    ],
    options: [.filename, .recursive, .serviceAccount, .namespace, .manifest, .manifestFormat],
    examples: [
      Example(
        purpose: "Give the Pods of ServiceAccount default the Secret ghcr:",
        command: """
          kubectl patch sa default -n payments --type=json -p \\
            "$(kubectl get sa default -n payments -o json |
              pullcreds patch-serviceaccount ghcr)"
          """)
    ],
    exitStatus: [
      (.success, "The patch is printed."),
      (.negative, "There is nothing to add: the patch is empty."),
      (.unusable, "The arguments or the input cannot be used; the message says where and why."),
    ],
    run: { arguments throws in
      let secrets = try arguments.requiredOperands("SECRET")
      let format = try arguments.choice(of: .manifestFormat, default: ManifestFormat.json)
      let account = try account(in: ObjectInput(arguments).read(), arguments)
      let changed = try account.adding(pullSecrets: secrets)
      let json =
        arguments.has(.manifest)
        ? try changed.encodeJSON() : try account.patch(addingPullSecrets: secrets) + "\n".utf8
      let output = try format.encode(json)
      return CommandResult(
        SafeText(json: String(decoding: output, as: UTF8.self)),
        changed == account ? .negative : .success)
    })
}

extension Option {
  fileprivate static let serviceAccount = Option(
    "serviceaccount", value: "NAME", help: "The ServiceAccount, if the input has several.")

  fileprivate static let manifest = Option(
    "manifest",
    help: "Print a manifest of the ServiceAccount with its new list, to create it from, instead.")
}

private func account(
  in objects: KubernetesObjects, _ arguments: Arguments
) throws -> ServiceAccount {
  let namespace = arguments.value(of: .namespace)
  let name = arguments.value(of: .serviceAccount)
  func isMeant(_ text: String, _ wanted: String?) -> Bool {
    wanted.map { text.utf8.elementsEqual($0.utf8) } ?? true
  }
  let accounts = objects.serviceAccounts.filter { isMeant($0.namespace, namespace) }
  let found = accounts.filter { isMeant($0.name, name) }
  guard let only = found.first, found.count == 1 else {
    throw AccountSelectionError(
      wanted: name, isAmbiguous: found.count > 1,
      choices: (found.isEmpty ? accounts : found).map { "\(name: $0.namespace)/\(name: $0.name)" })
  }
  return only
}

/// Why no ServiceAccount is selected.
struct AccountSelectionError: CommandError {
  /// The requested name; nil for any.
  let wanted: String?
  /// Whether there are several of them.
  let isAmbiguous: Bool
  /// The choices: namespace and name.
  let choices: [SafeText]

  var message: SafeText {
    guard !choices.isEmpty else {
      return "the input holds no ServiceAccount\nRun: kubectl get sa -o json"
    }
    let problem: SafeText =
      isAmbiguous
      ? "the input holds several ServiceAccounts; choose one with --serviceaccount and -n"
      : "the input holds no ServiceAccount \(name: wanted ?? "")"
    let list = choices.prefix(SelectionError.listLimit).joined(separator: ", ")
    let rest = choices.count - SelectionError.listLimit
    return "\(problem). There are: \(list)" + (rest > 0 ? " and \(rest) more" : "")
  }
}

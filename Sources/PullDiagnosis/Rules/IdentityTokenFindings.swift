import ImagePullCredentials

/// Entries that `docker login` made with a token in place of a password.
///
/// The kubelet copies user, password and email only. Source: `Add`,
/// pkg/credentialprovider/keyring.go.
enum IdentityTokenFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    context.findings(aboutKeys: { trial in
      let entry = trial.entry
      guard trial.isTried, !entry.hasPassword, entry.hasIdentityToken || entry.hasRegistryToken
      else { return nil }
      let field = entry.hasIdentityToken ? "identitytoken" : "registrytoken"
      return context.finding(
        .identityToken, context.severityOfAbsence,
        [.secret(context.namespace, trial.secretName, key: entry.registryKey)],
        problem: "\(context.title(ofSecret: trial.secretName)) has the \(field) of a docker login "
          + "and no password under \(quoted(trial.displayName)); the kubelet ignores such tokens.",
        advice: "Store a user and a password or access token."
          + context.makerNote(trial.secretName),
        command: context.replacement(trial))
    })
  }
}

/** Ends the run's output with one plain line that any reader of logs understands. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const broken = results.testResults.filter((file) => file.testExecError).length;
    this.line = `${results.numPassedTests} passed, ${results.numFailedTests + broken} failed, ${results.numPendingTests} skipped`;
    // The default reporter writes its summary to stderr: leave after it.
    process.on('exit', () => process.stdout.write(`${this.line}\n`));
  }
}

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { codeVersionOf, readConfig } from './config.ts';
import { DataStack } from './stacks/data-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

const app = new App();
const config = readConfig(app.node.getAllContext(), () => codeVersionOf(new URL('../', import.meta.url)));
const data = new DataStack(app, config);
new ServiceStack(app, config, data);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

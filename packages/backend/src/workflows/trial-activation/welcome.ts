import { TrialContext, TrialHandlers } from './definition';
import { TrialServices } from './TrialServices';

export const sendWelcomeEmail =
  (services: TrialServices): TrialHandlers['send_welcome_email'] =>
  context =>
    welcome(services, context, context.input.contactEmail);

/** The wait itself needs no code; what operators may do meanwhile does. */
export const firstSignIn = (
  services: TrialServices,
): TrialHandlers['first_sign_in'] => ({
  actions: {
    resend_welcome_email: (context, { to }) =>
      welcome(services, context, to ?? context.input.contactEmail),
  },
});

async function welcome(
  services: TrialServices,
  context: TrialContext,
  to: string,
) {
  const { company, contactName, trialDays } = context.input;
  const mail = await services.create(context, 'mails', {
    to,
    subject: `Your trial has begun, ${contactName}`,
    text: `${company} can use everything for ${trialDays} days.`,
  });
  context.logger.info(`Welcomed ${contactName} <${to}>: ${mail.id}`);
  return mail;
}

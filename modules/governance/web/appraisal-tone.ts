/** How each state of an appraisal is coloured. */
export const appraisalTones = {
  drafted: 'neutral',
  submitted: 'warning',
  issued: 'info',
  computed: 'info',
  shown: 'warning',
  closing: 'warning',
  final: 'success',
  withdrawn: 'neutral',
} as const
